"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { CursorPager, useCursor } from "#components/data-table/cursor-pager.tsx";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { MultiSelectFilter } from "#components/data-table/multi-select-filter.tsx";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { ErrorStatus } from "#worker/domain/insight/views.ts";
import { ERROR_STATUSES } from "./error-status.tsx";
import { ErrorTable } from "./error-table.tsx";
import { ErrorTableSkeleton } from "./error-table-skeleton.tsx";
import { errorQueries } from "./queries.ts";

const LOOK_MS = 5_000;

export function ErrorsPage(): ReactNode {
  const [filter, setFilter] = useErrorFilter();
  const [cursor, setCursor] = useCursor();
  const search = { statuses: filter.statuses, search: filter.search.trim(), cursor };
  const errors = useQuery({
    ...errorQueries.list(useEnvironmentId(), search),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const isFiltered = filter.search.trim() !== "" || filter.statuses.length > 0;
  return (
    <>
      <PageHeader title="Errors" />
      <FilterRow>
        <FilterInput
          value={filter.search}
          onChange={(text) => setFilter({ ...filter, search: text })}
          label="Filter errors"
        />
        <MultiSelectFilter
          name="Status"
          shortcut="s"
          options={STATUS_OPTIONS}
          selected={filter.statuses}
          onChange={(chosen) => setFilter({ ...filter, statuses: chosen.filter(isStatus) })}
        />
        <CursorPager pagination={errors.data?.pagination} onMove={setCursor} />
      </FilterRow>
      <QueryView
        query={errors}
        errorTitle="The errors could not be loaded"
        skeleton={<ErrorTableSkeleton />}
      >
        {({ data }) =>
          data.length > 0 ? (
            <ErrorTable errors={data} />
          ) : (
            <NoErrors isFiltered={isFiltered} onClear={() => setFilter(NO_FILTER)} />
          )
        }
      </QueryView>
    </>
  );
}

const STATUS_OPTIONS = Object.entries(ERROR_STATUSES).map(([value, { label }]) => ({
  value,
  label,
}));

function isStatus(text: string): text is ErrorStatus {
  return text in ERROR_STATUSES;
}

type Filter = { statuses: ErrorStatus[]; search: string };
const NO_FILTER: Filter = { statuses: [], search: "" };

/** In the address; another filter begins at its newest. */
function useErrorFilter(): [Filter, (filter: Filter) => void] {
  const params = useSearchParams();
  const [filter, setFilter] = useState<Filter>({
    statuses: (params.get("statuses") ?? "").split(",").filter(isStatus),
    search: params.get("search") ?? "",
  });
  const change = (next: Filter) => {
    setFilter(next);
    const query = new URLSearchParams();
    if (next.statuses.length > 0) query.set("statuses", next.statuses.join(","));
    if (next.search !== "") query.set("search", next.search);
    const text = query.size > 0 ? `?${query}` : "";
    window.history.replaceState(null, "", `${window.location.pathname}${text}`);
  };
  return [filter, change];
}

function NoErrors(props: { isFiltered: boolean; onClear: () => void }): ReactNode {
  if (props.isFiltered) {
    return (
      <EmptyState title="No errors match these filters">
        <div>
          <Button onClick={props.onClear}>Clear filters</Button>
        </div>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No errors"
      description="Runs that fail are grouped here by what went wrong: the same error of the same task, whatever ids and numbers are in its message. Nothing has failed so far."
    >
      <DocsLink slug="errors-and-retrying">How errors and retries work</DocsLink>
      <WaitingNote>Watching for the first failure.</WaitingNote>
    </EmptyState>
  );
}
