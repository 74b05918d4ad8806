"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { tokenQueries } from "./queries.ts";

const READ_AT_MOST_EVERY_MS = 1_000;

/** Who waits for the token, or has waited for it. */
export function WaitingRuns({ tokenId }: { tokenId: string }): ReactNode {
  const environmentId = useEnvironmentId();
  const paths = usePaths();
  const client = useQueryClient();
  const query = tokenQueries.runs(environmentId, tokenId);
  const { data } = useQuery(query);
  useRunsChanged(() => void client.invalidateQueries({ queryKey: query.queryKey }), {
    gapMs: READ_AT_MOST_EVERY_MS,
  });
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">Runs</h2>
      {data?.data.length === 0 && (
        <p className="text-text-muted">
          No run waits for it yet. A token may be completed before anyone does.
        </p>
      )}
      <ul className="flex flex-col">
        {data?.data.map((run) => (
          <li
            key={run.id}
            className="flex min-h-9 min-w-0 items-center gap-4 border-border border-b"
          >
            <span className="w-28 shrink-0">
              <RunStatusLabel status={run.status} />
            </span>
            <Link
              href={paths.run(run.id)}
              title={run.id}
              className="flex min-w-0 flex-1 items-baseline gap-2 hover:underline"
            >
              <span className="min-w-0 truncate font-medium">{run.taskIdentifier}</span>
              <span className="shrink-0 font-mono text-mono text-text-muted max-sm:hidden">
                {shortRunId(run.id)}
              </span>
            </Link>
            <RelativeTime value={run.createdAt} className="shrink-0 text-text-muted tabular-nums" />
          </li>
        ))}
      </ul>
    </section>
  );
}
