"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

/** Where in a list the address is: behind a row, or before one. */
export type Cursor = { after?: string; before?: string };

type Ends = { next?: string; previous?: string };

export function useCursor(): [Cursor, (cursor: Cursor) => void] {
  const params = useSearchParams();
  const [after, before] = [params.get("after"), params.get("before")];
  const change = (cursor: Cursor) => {
    const next = new URLSearchParams(window.location.search);
    for (const name of ["after", "before"] as const) {
      const value = cursor[name];
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    const query = next.size > 0 ? `?${next}` : "";
    window.history.pushState(null, "", `${window.location.pathname}${query}`);
  };
  return [{ ...(after && { after }), ...(before && { before }) }, change];
}

/** The part of an API's query string that says the same. */
export function cursorParameters({ after, before }: Cursor): [string, string][] {
  if (before !== undefined) return [["page[before]", before]];
  return after === undefined ? [] : [["page[after]", after]];
}

/** Nothing where there is one page. */
export function CursorPager(props: {
  pagination: Ends | undefined;
  onMove: (cursor: Cursor) => void;
}): ReactNode {
  const { next, previous } = props.pagination ?? {};
  if (next === undefined && previous === undefined) return null;
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1">
      <Button
        size="icon"
        variant="ghost"
        shortcut="["
        label="Newer"
        disabledReason={previous === undefined ? "These are the newest" : undefined}
        onClick={() => previous !== undefined && props.onMove({ before: previous })}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        shortcut="]"
        label="Older"
        disabledReason={next === undefined ? "These are the oldest" : undefined}
        onClick={() => next !== undefined && props.onMove({ after: next })}
      >
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </span>
  );
}
