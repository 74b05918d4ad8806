"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { MultiSelectFilter } from "#components/data-table/multi-select-filter.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { LEVEL_OPTIONS, type LogsSearch, PERIOD_OPTIONS } from "./logs-search.ts";

type Props = { search: LogsSearch; onSearch: (search: LogsSearch) => void };

export function LogsFilterRow({ search, onSearch }: Props): ReactNode {
  const change = (part: Partial<LogsSearch>) => onSearch({ ...search, ...part });
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-border border-b px-4 py-1">
      <FilterInput
        value={search.search}
        onChange={(text) => change({ search: text })}
        label="Search messages"
      />
      <MultiSelectFilter
        name="Level"
        shortcut="v"
        options={LEVEL_OPTIONS}
        selected={search.levels}
        onChange={(chosen) =>
          change({
            levels: LEVEL_OPTIONS.map(({ value }) => value).filter((level) =>
              chosen.includes(level),
            ),
          })
        }
      />
      <Input
        aria-label="Task"
        placeholder="Task id"
        className="h-7 w-36"
        value={search.task}
        onChange={(event) => change({ task: event.target.value })}
      />
      <Input
        aria-label="Run"
        placeholder="Run id"
        className="h-7 w-36"
        value={search.run}
        onChange={(event) => change({ run: event.target.value })}
      />
      {search.run !== "" && (
        <Button size="icon" variant="ghost" label="Every run" onClick={() => change({ run: "" })}>
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
      <select
        aria-label="Time"
        className="h-7 rounded-control border border-border bg-background px-2 text-body"
        value={search.period}
        onChange={(event) => change({ period: event.target.value })}
      >
        {PERIOD_OPTIONS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
