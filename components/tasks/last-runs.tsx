"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { RUN_STATUS, RunStatusIcon } from "#components/runs/run-status.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { formatRelative } from "#components/ui/format-time.ts";
import { useNow } from "#components/ui/use-now.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { TaskView } from "#worker/domain/views.ts";

type LastRun = TaskView["lastRuns"][number];

/** Newest first, each mark a link. The shapes differ, so that colour is not needed to read them. */
export function LastRuns({
  runs,
  tabIndex,
}: {
  runs: readonly LastRun[];
  tabIndex: 0 | -1;
}): ReactNode {
  const paths = usePaths();
  const now = useNow();
  if (runs.length === 0) return <span className="text-text-muted">None yet</span>;
  return (
    <ul aria-label="Last runs, newest first" className="-ml-1.5 flex">
      {runs.map((run) => {
        const text = describe(run, now === 0 ? Date.now() : now);
        return (
          <li key={run.id} className="max-2xl:[&:nth-child(n+8)]:hidden">
            <Link
              href={paths.run(run.id)}
              tabIndex={tabIndex}
              title={text}
              aria-label={text}
              suppressHydrationWarning
              className="flex size-6 items-center justify-center rounded-small hover:bg-raised"
            >
              <RunStatusIcon status={run.status} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function describe(run: LastRun, now: number): string {
  const parts = [RUN_STATUS[run.status].label, formatRelative(Date.parse(run.createdAt), now)];
  if (isFinal(run.status) && run.durationMs > 0) parts.push(formatDuration(run.durationMs));
  return parts.join(" · ");
}
