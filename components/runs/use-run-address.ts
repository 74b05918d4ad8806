"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { RUN_ROW_ID } from "./timeline-layout.ts";

/** What is selected lives in the address: `?span=` for a row of the timeline, none for the run itself; `?log=` for a line. */
export function useRunAddress() {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = (name: "span" | "log", value: string | undefined) => {
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
    pinnedLogId: params.get("log") ?? undefined,
    pinLog: (logId: string) => change("log", logId),
  };
}
