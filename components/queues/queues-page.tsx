"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { useSearchParam } from "#components/data-table/use-search-param.ts";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { EnvironmentLimitButton } from "./environment-limit.tsx";
import { EnvironmentPauseButton, useEnvironmentLoad } from "./environment-pause.tsx";
import { countText } from "./limit-words.ts";
import { queueQueries } from "./queries.ts";
import { QueueTable } from "./queue-table.tsx";
import { QueueTableSkeleton } from "./queue-table-skeleton.tsx";

const COUNTS_EVERY_MS = 2_000;
/** Pauses, limits and deployments do not travel on the feed of runs. */
const LOOK_MS = 5_000;

export function QueuesPage(): ReactNode {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const [search, setSearch] = useSearchParam();
  const queues = useQuery({
    ...queueQueries.list(environmentId, search.trim()),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  useRunsChanged(
    () => {
      void client.invalidateQueries({ queryKey: queueQueries.all(environmentId) });
    },
    { gapMs: COUNTS_EVERY_MS },
  );
  const isEmpty = queues.data?.pagination.count === 0 && search.trim() === "";
  return (
    <>
      <PageHeader
        title="Queues"
        actions={
          <>
            <EnvironmentLimitButton />
            <EnvironmentPauseButton />
          </>
        }
      />
      {isEmpty ? (
        <NoQueuesYet />
      ) : (
        <>
          <FilterRow>
            <FilterInput value={search} onChange={setSearch} label="Filter queues" />
            <EnvironmentLoad />
          </FilterRow>
          {queues.isPending && <QueueTableSkeleton />}
          {queues.isError && queues.data === undefined && (
            <div className="p-4">
              <ErrorCallout
                title="The queues could not be loaded"
                {...describeError(queues.error)}
                onRetry={() => void queues.refetch()}
              />
            </div>
          )}
          {queues.data && (
            <Queues
              queues={queues.data.data}
              search={search.trim()}
              total={queues.data.pagination.count}
              onClear={() => setSearch("")}
            />
          )}
        </>
      )}
    </>
  );
}

function Queues(props: {
  queues: QueueObject[];
  search: string;
  total: number;
  onClear: () => void;
}): ReactNode {
  const { queues, search, total, onClear } = props;
  const environment = useEnvironmentLoad();
  const metrics = useQuery({
    ...queueQueries.metrics(useEnvironmentId(), search),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  if (queues.length === 0) {
    return (
      <EmptyState title="No queues match this filter">
        <div>
          <Button onClick={onClear}>Clear filter</Button>
        </div>
      </EmptyState>
    );
  }
  const byId = metrics.data && new Map(metrics.data.data.map((each) => [each.id, each]));
  return (
    <>
      <QueueTable
        queues={queues}
        environmentLimit={environment.data?.concurrencyLimit ?? 100}
        metrics={byId}
      />
      {total > queues.length && (
        <p className="shrink-0 border-border border-t px-4 py-2 text-text-muted">
          The first {queues.length} of {total.toLocaleString("en")} queues. Filter by name to find
          the others.
        </p>
      )}
    </>
  );
}

function EnvironmentLoad(): ReactNode {
  const { data } = useEnvironmentLoad();
  if (data === undefined) return null;
  return (
    <p className="ml-auto shrink-0 text-text-muted tabular-nums max-sm:hidden">
      {data.running.toLocaleString("en")} of {data.concurrencyLimit.toLocaleString("en")} slots in
      use · {countText(data.queued)} queued
    </p>
  );
}

const QUEUE = `import { queue, task } from "@pawl/sdk";

export const emails = queue({ name: "emails", concurrencyLimit: 10 });

export const sendEmail = task({
  id: "send-email",
  queue: emails,
  run: async (payload: { to: string }) => {},
});`;

function NoQueuesYet(): ReactNode {
  const paths = usePaths();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title="No queues yet"
        description="Every task brings a queue of its own with its first deployment. A queue that several tasks share is declared like this."
      >
        <Snippet code={QUEUE} label="Copy the queue" />
        <div>
          <ButtonLink href={paths.tasks}>Deploy the first task</ButtonLink>
        </div>
        <DocsLink slug="queues-and-concurrency">How queues work</DocsLink>
        <WaitingNote>Waiting for the first deployment.</WaitingNote>
      </EmptyState>
    </div>
  );
}
