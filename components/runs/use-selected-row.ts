"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { RUN_ROW_ID } from "./timeline-layout.ts";

/** The selected row of the timeline lives in `?span=`; the run itself needs no parameter. */
export function useSelectedRow(): [string, (rowId: string) => void] {
  const params = useSearchParams();
  const pathname = usePathname();
  const select = (rowId: string) => {
    const next = new URLSearchParams(params);
    if (rowId === RUN_ROW_ID) next.delete("span");
    else next.set("span", rowId);
    const text = next.toString();
    // Walking through rows must not fill the history.
    window.history.replaceState(null, "", text === "" ? pathname : `${pathname}?${text}`);
  };
  return [params.get("span") ?? RUN_ROW_ID, select];
}
