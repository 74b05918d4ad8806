"use client";

import { ArrowUp } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { describeError, isOutage } from "#components/api/api-error.ts";
import { BulkMenu } from "#components/bulk-actions/bulk-menu.tsx";
import { BulkProgress } from "#components/bulk-actions/bulk-progress.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useIsFeedConnected } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { newRunsLabel } from "./live-rows.ts";
import { RUNS_PAGE_SIZE } from "./queries.ts";
import { RunTable } from "./run-table.tsx";
import { RunTableSkeleton } from "./run-table-skeleton.tsx";
import { RunsActionBar } from "./runs-action-bar.tsx";
import { RunsFilterBar } from "./runs-filter-bar.tsx";
import {
  formatRunsSearch,
  hasFilters,
  isFirstPage,
  NO_FILTERS,
  type RunsSearch,
  runsApiFilter,
  withoutPage,
} from "./runs-search.ts";
import { SearchedNote } from "./searched-note.tsx";
import { useLiveRuns } from "./use-live-runs.ts";
import { useRunsSearch } from "./use-runs-search.ts";
import { useSelection } from "./use-selection.ts";

/** Most visits never open it. */
const RunPeek = dynamic(() => import("./run-peek.tsx").then((module) => module.RunPeek));
/** Seen until the first run, and never again. */
const NoRunsYet = dynamic(() => import("./no-runs-yet.tsx").then((module) => module.NoRunsYet));

export function RunsPage(): ReactNode {
  const [search, setSearch] = useRunsSearch();
  const live = useLiveRuns(search);
  const { query, rows } = live;
  const isNew = rows?.length === 0 && !hasFilters(search) && isFirstPage(search);
  return (
    <>
      <PageHeader
        title="Runs"
        actions={
          <>
            <FeedState />
            {!isNew && <BulkMenu filter={runsApiFilter(search)} />}
          </>
        }
      />
      {!isNew && (
        <RunsFilterBar search={search} onSearch={setSearch} pagination={query.data?.pagination} />
      )}
      <BulkProgress />
      {/* What has been read stays; that Pawl is away is said above every page. */}
      {query.isError && !(rows && isOutage(query.error)) && (
        <div className="p-4">
          <ErrorCallout
            title={rows ? "The list could not be refreshed" : "The runs could not be loaded"}
            {...describeError(query.error)}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      {query.data?.searched && (
        <SearchedNote searched={query.data.searched} search={search} onSearch={setSearch} />
      )}
      {rows === undefined && query.isPending && <RunTableSkeleton />}
      {isNew && <NoRunsYet />}
      {rows !== undefined && !isNew && (
        <RunsList search={search} onSearch={setSearch} live={live} />
      )}
    </>
  );
}

function RunsList(props: {
  search: RunsSearch;
  onSearch: (next: RunsSearch) => void;
  live: ReturnType<typeof useLiveRuns>;
}): ReactNode {
  const { rows = [], waiting, isTurningPage, showWaiting } = props.live;
  const selection = useSelection(rows.map((run) => run.id));
  const [activeId, setActiveId] = useState<string>();
  const [peekedId, peek] = useState<string>();
  const paths = usePaths();
  const from = formatRunsSearch(withoutPage(props.search));
  const hrefOf = (runId: string) =>
    from === "" ? paths.run(runId) : `${paths.run(runId)}?list=${encodeURIComponent(from)}`;
  if (rows.length === 0) {
    return (
      <EmptyState
        title={hasFilters(props.search) ? "No runs match these filters" : "No runs on this page"}
      >
        <div>
          <Button onClick={() => props.onSearch(NO_FILTERS)}>
            {hasFilters(props.search) ? "Clear filters" : "Go to the newest runs"}
          </Button>
        </div>
      </EmptyState>
    );
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        role="status"
        className="pointer-events-none absolute inset-x-0 top-1 z-30 flex justify-center"
      >
        {waiting.length > 0 && (
          <Button
            variant="primary"
            size="small"
            shortcut="n"
            label="Show new runs"
            className="pointer-events-auto rounded-full shadow-floating"
            onClick={showWaiting}
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {newRunsLabel(waiting.length, RUNS_PAGE_SIZE)}
          </Button>
        )}
      </div>
      <RunTable
        // Another page of rows starts at its top, with nothing selected.
        key={JSON.stringify(props.search.cursor)}
        runs={rows}
        selection={selection}
        onActiveChange={(runId) => {
          setActiveId(runId);
          // An open panel follows the row in focus.
          if (peekedId !== undefined && runId !== undefined) peek(runId);
        }}
        hrefOf={hrefOf}
        onPeek={(runId) => peek(runId === peekedId ? undefined : runId)}
        isStale={isTurningPage}
      />
      <RunsActionBar
        runs={rows}
        selectedIds={selection.ids}
        activeId={activeId}
        onClear={selection.clear}
      />
      {peekedId !== undefined && (
        <RunPeek runId={peekedId} href={hrefOf(peekedId)} onClose={() => peek(undefined)} />
      )}
    </div>
  );
}

/** Nothing while the feed works; a quiet word when it does not. */
function FeedState(): ReactNode {
  const isConnected = useIsFeedConnected();
  return (
    <span role="status" className="text-caption text-text-muted">
      {isConnected ? "" : "Reconnecting…"}
    </span>
  );
}
