"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ErrorDetailView } from "#worker/domain/insight/views.ts";

export function ErrorRuns({ error }: { error: ErrorDetailView }): ReactNode {
  const paths = usePaths();
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="font-semibold text-section">Newest runs</h2>
        <Link href={paths.runsOfError(error.id)} className="text-accent hover:underline">
          All of them in Runs
        </Link>
      </div>
      <ul className="rounded-panel border border-border">
        {error.runs.map(({ id, status, createdAt, durationMs, version }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-6 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            <span className="w-36">
              <RunStatusLabel status={status} />
            </span>
            <Link href={paths.run(id)} title={id} className="w-36 font-mono text-accent text-mono">
              {shortRunId(id)}
            </Link>
            <span className="w-24 text-text-muted">
              <RelativeTime value={createdAt} />
            </span>
            <span className="w-20 text-right tabular-nums">{formatDuration(durationMs)}</span>
            <span className="text-text-muted tabular-nums">{version}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
