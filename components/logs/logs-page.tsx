"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { LogList } from "./log-list.tsx";
import { LogsFilterRow } from "./logs-filter-row.tsx";
import {
  formatLogsSearch,
  type LogsSearch,
  NO_LOG_FILTER,
  parseLogsSearch,
} from "./logs-search.ts";
import { logQueries } from "./queries.ts";
import { SearchedNote } from "./searched-note.tsx";

const LIVE_MS = 1_500;

export function LogsPage(): ReactNode {
  const [search, setSearch] = useLogsSearch();
  const [isLive, setIsLive] = useState(true);
  const logs = useInfiniteQuery({
    ...logQueries.search(useEnvironmentId(), useDeferredValue(search)),
    placeholderData: keepPreviousData,
    // What was read further back would all be asked for again: only the newest page lives.
    refetchInterval: (query) => isLive && query.state.data?.pages.length === 1 && LIVE_MS,
  });
  const lines = logs.data?.pages.flatMap(({ data }) => data) ?? [];
  const isFiltered = formatLogsSearch({ ...search, period: NO_LOG_FILTER.period }) !== "";
  return (
    <>
      <PageHeader
        title="Logs"
        actions={
          <Button
            shortcut="l"
            aria-pressed={isLive}
            onClick={() => setIsLive(!isLive)}
            tooltip="New lines come in at the top, until you read further back"
          >
            <span
              aria-hidden
              className={cn("size-2 rounded-full", isLive ? "bg-success" : "bg-border-strong")}
            />
            {isLive ? "Live" : "Not live"}
          </Button>
        }
      />
      <LogsFilterRow search={search} onSearch={setSearch} />
      {logs.isPending && <LogsSkeleton />}
      {logs.isError && (
        <div className="p-4">
          <ErrorCallout
            title="The logs could not be read"
            {...describeError(logs.error)}
            onRetry={() => void logs.refetch()}
          />
        </div>
      )}
      {logs.data && lines.length === 0 && !logs.hasNextPage && (
        <NoLines isFiltered={isFiltered} isLive={isLive} onClear={() => setSearch(NO_LOG_FILTER)} />
      )}
      {logs.data && (lines.length > 0 || logs.hasNextPage) && (
        <LogList
          lines={lines}
          footer={
            <SearchedNote
              page={logs.data.pages.at(-1)}
              isPending={logs.isFetchingNextPage}
              onMore={() => void logs.fetchNextPage()}
            />
          }
        />
      )}
    </>
  );
}

/** In the address, so that a search can be sent to somebody. */
function useLogsSearch(): [LogsSearch, (search: LogsSearch) => void] {
  const params = useSearchParams();
  const [search, setSearch] = useState(() => parseLogsSearch(params));
  const change = (next: LogsSearch) => {
    setSearch(next);
    const query = formatLogsSearch(next);
    window.history.replaceState(
      null,
      "",
      `${window.location.pathname}${query === "" ? "" : `?${query}`}`,
    );
  };
  return [search, change];
}

type NoLinesProps = { isFiltered: boolean; isLive: boolean; onClear: () => void };

function NoLines({ isFiltered, isLive, onClear }: NoLinesProps): ReactNode {
  if (isFiltered) {
    return (
      <EmptyState title="No lines match this search in this time">
        <div>
          <Button onClick={onClear}>Clear the search</Button>
        </div>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No lines in this time"
      description="What tasks log, and what they write to the console, is here and on the page of each run."
    >
      <Snippet
        code={'import { logger } from "@pawl/sdk";\n\nlogger.info("Sending", { to: payload.to });'}
        label="Copy the line"
      />
      <DocsLink slug="metadata-tags-logger">What a run can say</DocsLink>
      {isLive && <WaitingNote>Waiting for the next line.</WaitingNote>}
    </EmptyState>
  );
}

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

export function LogsSkeleton(): ReactNode {
  return (
    <div className="flex flex-col gap-3 p-4" aria-busy="true">
      <span className="sr-only" role="status">
        Loading logs
      </span>
      {ROWS.map((row) => (
        <Skeleton key={row} className="h-4 w-full" />
      ))}
    </div>
  );
}
