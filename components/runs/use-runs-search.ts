"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { formatRunsSearch, parseRunsSearch, type RunsSearch } from "./runs-search.ts";

/** Filters and page live in the address: reload, share and Back restore them. */
export function useRunsSearch(): [RunsSearch, (next: RunsSearch) => void] {
  const params = useSearchParams();
  const pathname = usePathname();
  const search = useMemo(() => parseRunsSearch(params), [params]);
  const setSearch = (next: RunsSearch) => {
    const text = formatRunsSearch(next);
    // Next follows the history API; the data comes from the API, so no page has to be fetched.
    window.history.pushState(null, "", text === "" ? pathname : `${pathname}?${text}`);
  };
  return [search, setSearch];
}
