"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Tag } from "#components/ui/badge.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import { RunRelated } from "./run-related.tsx";

export function RunDetails({ run }: { run: RunObject }): ReactNode {
  const { environment } = usePlace();
  const paths = usePaths();
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <DefinitionList>
        <Definition term="Run" isMono>
          {run.id}
        </Definition>
        <Definition term="Task">
          <Link href={paths.task(run.taskIdentifier)} className="break-all hover:underline">
            {run.taskIdentifier}
          </Link>
        </Definition>
        <Definition term="Environment">
          <EnvironmentMark environment={environment} />
        </Definition>
        <Definition term="Version" isMono>
          {run.version}
        </Definition>
        <Definition term="Queue">{run.queue}</Definition>
        <Definition term="Concurrency key" isMono>
          {run.concurrencyKey}
        </Definition>
        <Definition term="Machine" isMono>
          {run.machine}
        </Definition>
        <Definition term="Attempts">{run.attemptCount}</Definition>
        <Definition term="Triggered by" isMono>
          {run.triggerFunction}()
        </Definition>
        <Definition term="Schedule">
          {run.schedule && (
            <Link href={paths.schedule(run.schedule.id)} className="hover:underline">
              {run.schedule.generator.description}
              {run.schedule.externalId !== undefined && ` (${run.schedule.externalId})`}
            </Link>
          )}
        </Definition>
        <Definition term="Batch" isMono>
          {run.batchId && (
            <Link href={paths.batch(run.batchId)} className="break-all hover:underline">
              {run.batchId}
            </Link>
          )}
        </Definition>
        <Definition term="Idempotency key" isMono>
          {run.idempotencyKey}
        </Definition>
        <Definition term="Time to live">{run.ttl}</Definition>
        <Definition term="Tags">
          {run.tags.length > 0 && (
            <span className="flex flex-wrap gap-1">
              {run.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
        </Definition>
      </DefinitionList>
      <Times run={run} />
      <RunRelated run={run} />
      {run.metadata !== undefined && (
        <section>
          <h3 className="pb-2 font-semibold text-section">Metadata</h3>
          <JsonViewer value={run.metadata} fileName={`${run.id}-metadata`} />
        </section>
      )}
    </div>
  );
}

function Times({ run }: { run: RunObject }): ReactNode {
  return (
    <DefinitionList>
      <Definition term="Created">
        <ExactTime value={run.createdAt} />
      </Definition>
      <Definition term="Delayed until">
        {run.delayedUntil && <ExactTime value={run.delayedUntil} />}
      </Definition>
      <Definition term="Started">{run.startedAt && <ExactTime value={run.startedAt} />}</Definition>
      <Definition term="Finished">
        {run.finishedAt && <ExactTime value={run.finishedAt} />}
      </Definition>
      <Definition term="Expired">{run.expiredAt && <ExactTime value={run.expiredAt} />}</Definition>
    </DefinitionList>
  );
}
