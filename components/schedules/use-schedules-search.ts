"use client";

import { usePathname, useSearchParams } from "next/navigation";

export type SchedulesSearch = { search: string; page: number; scheduleId: string | undefined };

/** What the page shows is in its address: it survives a reload, Back, and being sent to somebody. */
export function useSchedulesSearch() {
  const params = useSearchParams();
  const pathname = usePathname();
  const current: SchedulesSearch = {
    search: params.get("search") ?? "",
    page: Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1),
    scheduleId: params.get("schedule") ?? undefined,
  };
  const hrefOf = (change: Partial<SchedulesSearch>) => {
    const { search, page, scheduleId } = { ...current, ...change };
    const query = new URLSearchParams({
      ...(search !== "" && { search }),
      ...(page > 1 && { page: String(page) }),
      ...(scheduleId !== undefined && { schedule: scheduleId }),
    });
    return query.size === 0 ? pathname : `${pathname}?${query}`;
  };
  /** Typing is no step of the history, a choice is one. */
  const change = (to: Partial<SchedulesSearch>) => {
    const method = to.search === undefined ? "pushState" : "replaceState";
    window.history[method](null, "", hrefOf(to));
  };
  return { ...current, hrefOf, change };
}
