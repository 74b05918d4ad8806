"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { RUN_ROW_ID } from "./timeline-layout.ts";

/** What is told of the run itself; the first without a word in the address. */
export const RUN_TABS = ["overview", "payload", "output", "streams", "details"] as const;
export type RunTab = (typeof RUN_TABS)[number];

/**
 * What is selected lives in the address: `?span=` for a row of the timeline, none for the run itself, `?tab=` for what is told
 * of that; `?log=` for a line; `?find=` and `?errors=1` for what the timeline is narrowed to.
 */
export function useRunAddress() {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = (name: "span" | "log" | "tab" | "find" | "errors", value: string | undefined) => {
    const next = new URLSearchParams(params);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    const text = next.toString();
    // Walking through rows must not fill the history.
    window.history.replaceState(null, "", text === "" ? pathname : `${pathname}?${text}`);
  };
  return {
    selectedId: params.get("span") ?? RUN_ROW_ID,
    select: (rowId: string) => change("span", rowId === RUN_ROW_ID ? undefined : rowId),
    tab: RUN_TABS.find((tab) => tab === params.get("tab")) ?? "overview",
    openTab: (tab: string) => change("tab", tab === "overview" ? undefined : tab),
    wanted: params.get("find") ?? "",
    find: (text: string) => change("find", text === "" ? undefined : text),
    isErrorsOnly: params.get("errors") === "1",
    showErrorsOnly: (isOn: boolean) => change("errors", isOn ? "1" : undefined),
    pinnedLogId: params.get("log") ?? undefined,
    pinLog: (logId: string) => change("log", logId),
  };
}
