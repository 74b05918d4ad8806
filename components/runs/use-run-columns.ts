"use client";

import { useMemo } from "react";
import { useStored } from "#components/ui/use-stored.ts";
import { parseColumns, RUN_COLUMNS, type RunColumn, type RunColumnId } from "./run-columns.ts";

/** The columns that this person looks at, in the order of the table. */
export function useRunColumns(): [readonly RunColumn[], (id: RunColumnId) => void] {
  const [stored, store] = useStored("pawl.run-columns");
  const shown = useMemo(() => parseColumns(stored), [stored]);
  const columns = useMemo(() => RUN_COLUMNS.filter(({ id }) => shown.includes(id)), [shown]);
  const toggle = (id: RunColumnId) => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    store(next.join(","));
  };
  return [columns, toggle];
}
