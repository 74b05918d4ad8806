"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import { HeadCell, Table, TableScroll } from "#components/ui/table.tsx";
import type { RunListItem } from "#sdk/wire/api.ts";
import { RunRow, type RunRowProps } from "./run-row.tsx";
import { useRunColumns } from "./use-run-columns.ts";
import type { Selection } from "./use-selection.ts";

export type RunTableProps = {
  runs: readonly RunListItem[];
  selection: Selection;
  /** What r and c act on when nothing is selected. */
  onActiveChange: (runId: string | undefined) => void;
  /** The address of a run's page, with the list it is opened from. */
  hrefOf: (runId: string) => string;
  onPeek: (runId: string) => void;
  isStale: boolean;
};

export function RunTable(props: RunTableProps): ReactNode {
  const { runs, selection, onActiveChange, hrefOf, onPeek, isStale } = props;
  const [columns] = useRunColumns();
  const container = useRef<HTMLDivElement>(null);
  const rows = useRowNavigation(
    container,
    runs.map((run) => run.id),
  );
  useShortcut({
    keys: "x",
    label: "Select row",
    group: "Rows",
    run: () => {
      if (rows.activeId !== undefined) selection.toggle(rows.activeId);
    },
  });
  useShortcut({
    keys: "space",
    label: "Peek at the run in focus",
    group: "Rows",
    run: () => {
      if (rows.activeId !== undefined) onPeek(rows.activeId);
    },
  });
  const select = useSelect(selection);
  const isAllSelected = selection.ids.size === runs.length;
  return (
    <TableScroll
      ref={container}
      className={cn(isStale && "opacity-60")}
      aria-busy={isStale || undefined}
      onFocus={(event) => {
        rows.onFocus(event);
        const row = event.target.closest<HTMLElement>("[data-row-id]");
        onActiveChange(row?.dataset.rowId);
      }}
    >
      <Table className="min-w-260 table-fixed">
        <thead>
          <tr>
            {columns.map(({ id, header, className }, index) => (
              <HeadCell key={id} className={cn(className, index === 0 && "left-0 z-30")}>
                {index === 0 ? (
                  <span className="flex items-center gap-2.5">
                    <Checkbox
                      aria-label="Select all runs on this page"
                      checked={isAllSelected || (selection.ids.size > 0 && "indeterminate")}
                      onCheckedChange={(checked) => selection.setAll(checked === true)}
                    />
                    {header}
                  </span>
                ) : (
                  header
                )}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              columns={columns}
              href={hrefOf(run.id)}
              tabIndex={rows.tabIndexOf(run.id)}
              isSelected={selection.ids.has(run.id)}
              onSelect={select}
            />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

/** One function for the life of the table: rows that have not changed are not drawn again for it. */
function useSelect(selection: Selection): RunRowProps["onSelect"] {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  const [select] = useState(() => (runId: string, isRange: boolean) => {
    if (isRange) latest.current.extendTo(runId);
    else latest.current.toggle(runId);
  });
  return select;
}
