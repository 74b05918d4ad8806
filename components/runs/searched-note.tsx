"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import type { RunListPage } from "#worker/domain/runs/views.ts";
import { type RunsSearch, withoutPage } from "./runs-search.ts";

type Props = {
  searched: NonNullable<RunListPage["searched"]>;
  search: RunsSearch;
  onSearch: (next: RunsSearch) => void;
};

/** Fields have no index: says how far was looked, and goes on from there. */
export function SearchedNote({ searched, search, onSearch }: Props): ReactNode {
  const { since } = searched;
  const hasTime = search.period !== undefined || search.from !== undefined;
  const goOn = () => {
    if (since === undefined) return;
    onSearch({ ...withoutPage(search), ...(!hasTime && { period: "7d" }), to: since });
  };
  return (
    <p
      role="status"
      className="flex min-h-8 flex-wrap items-center gap-x-2 border-border border-b px-4 text-caption text-text-muted"
    >
      Fields are looked for in the newest {searched.runs.toLocaleString("en")} runs
      {hasTime ? " of the time you chose" : " of the last day"}.
      {since === undefined ? (
        " All of these were looked into."
      ) : (
        <>
          <span>
            There are more before <ExactTime value={since} />.
          </span>
          <Button size="small" variant="ghost" onClick={goOn}>
            Search before that
          </Button>
        </>
      )}
    </p>
  );
}
