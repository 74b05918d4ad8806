"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { MultiSelectFilter } from "#components/data-table/multi-select-filter.tsx";
import { PageTurn } from "#components/data-table/page-turn.tsx";
import { FilterRow } from "#components/layout/page-header.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { shortRunId } from "./run-id.ts";
import { RUN_STATUS, RunStatusIcon } from "./run-status.tsx";
import { hasFilters, type RunsSearch } from "./runs-search.ts";

export type RunsFilterBarProps = {
  search: RunsSearch;
  onSearch: (next: RunsSearch) => void;
  pagination: CursorPage<RunListItem>["pagination"] | undefined;
};

const STATUS_OPTIONS = RUN_STATUSES.map((status) => ({
  value: status,
  label: RUN_STATUS[status].label,
  icon: <RunStatusIcon status={status} />,
}));

export function RunsFilterBar({ search, onSearch, pagination }: RunsFilterBarProps): ReactNode {
  const { cursor: _, ...filters } = search;
  const { statuses, tasks, bulkId } = filters;
  return (
    <FilterRow>
      <div className="flex min-w-0 flex-1 items-center gap-2 overflow-x-auto py-1">
        <MultiSelectFilter
          name="Status"
          shortcut="f"
          options={STATUS_OPTIONS}
          selected={statuses}
          onChange={(chosen) =>
            onSearch({
              ...filters,
              statuses: RUN_STATUSES.filter((status) => chosen.includes(status)),
            })
          }
        />
        <MultiSelectFilter
          name="Task"
          shortcut="t"
          options={useTaskOptions(tasks)}
          selected={tasks}
          onChange={(chosen) => onSearch({ ...filters, tasks: chosen.toSorted() })}
        />
        {bulkId !== undefined && (
          <Button
            size="small"
            label={`Clear the filter: bulk action ${bulkId}`}
            onClick={() => onSearch({ statuses, tasks })}
          >
            Bulk action <span className="font-mono text-mono">{shortRunId(bulkId)}</span>
            <X aria-hidden className="size-3.5" />
          </Button>
        )}
        {hasFilters(search) && (
          <Button
            variant="ghost"
            size="small"
            onClick={() => onSearch({ statuses: [], tasks: [] })}
          >
            Clear filters
          </Button>
        )}
      </div>
      <PageTurn pagination={pagination} onTurn={(cursor) => onSearch({ ...filters, cursor })} />
    </FilterRow>
  );
}

/** What is deployed, and what the address asks for even if it is not. */
function useTaskOptions(selected: readonly string[]) {
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  const ids = new Set([...(tasks.data?.data.map((task) => task.id) ?? []), ...selected]);
  return [...ids].sort().map((id) => ({ value: id, label: id }));
}
