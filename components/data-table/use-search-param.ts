"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";

/** A list's filter text, in the address, so that a link can lead to one entry. */
export function useSearchParam(): [string, (search: string) => void] {
  const params = useSearchParams();
  const [search, setSearch] = useState(params.get("search") ?? "");
  const change = (next: string) => {
    setSearch(next);
    const query = next === "" ? "" : `?${new URLSearchParams({ search: next })}`;
    window.history.replaceState(null, "", `${window.location.pathname}${query}`);
  };
  return [search, change];
}
