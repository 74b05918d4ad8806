"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { scheduleQueries } from "./queries.ts";

const LOOK_MS = 5_000;

/** Its newest runs: those of ticks and those that somebody tested it with. */
export function LastRuns({ scheduleId }: { scheduleId: string }): ReactNode {
  const paths = usePaths();
  const runs = useQuery({
    ...scheduleQueries.runs(useEnvironmentId(), scheduleId),
    refetchInterval: LOOK_MS,
  });
  if (runs.data === undefined) return null;
  if (runs.data.data.length === 0) return <p className="text-text-muted">None yet.</p>;
  return (
    <>
      <ul className="flex flex-col">
        {runs.data.data.map((run) => (
          <li key={run.id}>
            <Link
              href={paths.run(run.id)}
              className="-mx-2 flex h-8 items-center gap-3 rounded-control px-2 hover:bg-raised"
            >
              <RunStatusLabel status={run.status} className="w-28 shrink-0" />
              <span className="font-mono text-mono">{shortRunId(run.id)}</span>
              {run.isTest && <span className="text-caption text-text-muted">test</span>}
              <RelativeTime value={run.createdAt} className="ml-auto text-text-muted" />
            </Link>
          </li>
        ))}
      </ul>
      <Link href={paths.runsOfSchedule(scheduleId)} className="text-accent hover:underline">
        All of them in Runs
      </Link>
    </>
  );
}
