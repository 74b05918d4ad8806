"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DetailSkeleton } from "#components/layout/detail-page-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { shortRunId } from "#components/runs/run-id.ts";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { TONE_FILL } from "#components/ui/tone.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BatchDetailView } from "#worker/domain/insight/views.ts";
import { BatchProgress, partsOf } from "./batch-progress.tsx";
import { BatchStatus } from "./batch-status.tsx";
import { batchQueries } from "./queries.ts";

const COUNTS_EVERY_MS = 1_000;

export function BatchPage({ batchId }: { batchId: string }): ReactNode {
  const paths = usePaths();
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const batch = useQuery(batchQueries.detail(environmentId, batchId));
  useRunsChanged(
    () => {
      void client.invalidateQueries({ queryKey: batchQueries.all(environmentId) });
    },
    { gapMs: COUNTS_EVERY_MS },
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Batches", href: paths.batches }]}
        title={
          <>
            <span title={batchId} className="font-mono text-mono">
              {shortRunId(batchId)}
            </span>
            <CopyButton value={batchId} label="Copy batch id" />
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryView
          query={batch}
          errorTitle="The batch could not be loaded"
          skeleton={<DetailSkeleton />}
        >
          {(detail) => <Detail batch={detail} />}
        </QueryView>
      </div>
    </>
  );
}

function Detail({ batch }: { batch: BatchDetailView }): ReactNode {
  const paths = usePaths();
  return (
    <div className="flex max-w-4xl flex-col gap-6 p-4">
      <section className="flex flex-col gap-3">
        <BatchProgress batch={batch} className="h-3" />
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {partsOf(batch).map(({ label, tone, count }) => (
            <li key={label} className="flex items-center gap-1.5">
              <span aria-hidden className={cn("size-2 rounded-full", TONE_FILL[tone])} />
              <span className="tabular-nums">{count.toLocaleString("en")}</span> {label}
            </li>
          ))}
        </ul>
        <Link href={paths.runsOfBatch(batch.id)} className="text-accent hover:underline">
          All its runs
        </Link>
      </section>
      <DefinitionList>
        <Definition term="Status">
          <BatchStatus batch={batch} />
        </Definition>
        <Definition term="Items">{batch.itemCount.toLocaleString("en")}</Definition>
        <Definition term="Created">
          <ExactTime value={batch.createdAt} />
        </Definition>
        <Definition term="All items in">
          {batch.sealedAt !== undefined && <ExactTime value={batch.sealedAt} />}
        </Definition>
        <Definition term="Given up">
          {batch.aborted !== undefined && <ExactTime value={batch.aborted.at} />}
        </Definition>
        <Definition term="Why">{batch.aborted?.reason}</Definition>
        <Definition term="Idempotency key" isMono>
          {batch.idempotencyKey}
        </Definition>
      </DefinitionList>
      <Refused batch={batch} />
      <Reused batch={batch} />
    </div>
  );
}

function Refused({ batch }: { batch: BatchDetailView }): ReactNode {
  if (batch.refused.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">
        {batch.refusedCount.toLocaleString("en")} refused
      </h2>
      <ul className="rounded-panel border border-border">
        {batch.refused.map(({ index, task, reason }) => (
          <li
            key={index}
            className="flex flex-wrap gap-x-4 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            <span className="w-20 shrink-0 text-text-muted tabular-nums">Item {index}</span>
            <span title={task} className="w-44 shrink-0 truncate font-medium">
              {task}
            </span>
            <span className="min-w-0 flex-1 basis-64 break-words">{reason}</span>
          </li>
        ))}
      </ul>
      {batch.refused.length < batch.refusedCount && (
        <p className="text-text-muted">The first {batch.refused.length} are shown.</p>
      )}
    </section>
  );
}

function Reused({ batch }: { batch: BatchDetailView }): ReactNode {
  const paths = usePaths();
  if (batch.reused.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">
        {batch.reusedCount.toLocaleString("en")} found a run by their idempotency key
      </h2>
      <ul className="rounded-panel border border-border">
        {batch.reused.map(({ index, task, runId }) => (
          <li
            key={index}
            className="flex flex-wrap gap-x-4 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            <span className="w-20 shrink-0 text-text-muted tabular-nums">Item {index}</span>
            <span title={task} className="w-44 shrink-0 truncate font-medium">
              {task}
            </span>
            <Link href={paths.run(runId)} className="font-mono text-accent text-mono">
              {shortRunId(runId)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
