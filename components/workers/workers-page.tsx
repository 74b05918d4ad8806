"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { WorkersView, WorkerView } from "#worker/domain/workers/views.ts";
import { workerQueries } from "./queries.ts";
import { WorkerTable } from "./worker-table.tsx";
import { WorkerTableSkeleton } from "./worker-table-skeleton.tsx";

const LOOK_MS = 2_000;

export function WorkersPage(): ReactNode {
  const workers = useQuery({
    ...workerQueries.list(useEnvironmentId()),
    refetchInterval: LOOK_MS,
  });
  return (
    <>
      <PageHeader title="Workers" />
      {workers.isPending && <WorkerTableSkeleton />}
      {workers.isError && workers.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The workers could not be loaded"
            {...describeError(workers.error)}
            onRetry={() => void workers.refetch()}
          />
        </div>
      )}
      {workers.data && <Workers view={workers.data} />}
    </>
  );
}

function Workers({ view }: { view: WorkersView }): ReactNode {
  const isThere = view.data.some(takesWork);
  return (
    <>
      {!isThere && <NothingExecutes workers={view.data} />}
      {view.data.length > 0 && <WorkerTable workers={view.data} mayDrain={view.mayDrain} />}
    </>
  );
}

function takesWork({ state }: WorkerView): boolean {
  return state === "ONLINE";
}

function NothingExecutes({ workers }: { workers: WorkerView[] }): ReactNode {
  const isDraining = workers.some(({ state }) => state === "DRAINING");
  return (
    <EmptyState
      title={isDraining ? "Every worker is draining" : "No worker is connected"}
      description={
        isDraining
          ? "What they execute finishes; new runs wait. Resume one, or start another worker on the same database."
          : "Runs are accepted and wait. npm start brings a worker of its own; more of them share the database:"
      }
    >
      <Snippet code="DATABASE_URL=postgres://… npm run worker" label="Copy the command" />
      <DocsLink slug="self-hosting">How workers scale</DocsLink>
      <WaitingNote>Waiting for a worker.</WaitingNote>
    </EmptyState>
  );
}
