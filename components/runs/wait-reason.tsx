"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { request } from "#components/api/client.ts";
import { LiveDuration } from "#components/ui/time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { SlotHolder, WaitBlocker, WaitReasonView } from "#worker/domain/views.ts";
import { waitSentence } from "#worker/domain/wait-sentence.ts";
import { runQueries } from "./queries.ts";
import { shortRunId } from "./run-id.ts";
import { RunNowButton } from "./run-now-button.tsx";
import { timeInSentence } from "./wait-words.ts";

/** Slots get free and places in line move: asked again this often, and when the feed says so. */
const LOOK_MS = 3_000;
const READ_AT_MOST_EVERY_MS = 1_000;

type Props = {
  run: { id: string; status: RunStatus };
  /** Until the answer is there: what the timeline says. */
  fallback: string | undefined;
};

/** What holds a run that does not execute, the first thing first, with links to what is in its way. */
export function WaitReason({ run, fallback }: Props): ReactNode {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const now = useNow();
  const queryKey = [...runQueries.all(environmentId), "wait-reason", run.id, run.status];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      request<WaitReasonView>(`/api/v1/runs/${encodeURIComponent(run.id)}/wait-reason`, {
        environmentId,
        signal,
      }),
    refetchInterval: LOOK_MS,
  });
  useRunsChanged(() => void client.invalidateQueries({ queryKey }), {
    gapMs: READ_AT_MOST_EVERY_MS,
  });
  const time = (iso: string) => timeInSentence(iso, now === 0 ? Date.now() : now);
  const [first, ...others] = data?.blockers ?? [];
  if (data === undefined || first === undefined) {
    return fallback === undefined ? null : <p className="break-words">{fallback}</p>;
  }
  return (
    <section aria-label="Why it waits" className="flex min-w-0 flex-col gap-2">
      <p className="break-words">
        {waitSentence(first, time)} <QueueLink blocker={first} />
        <TokenLink blocker={first} />
      </p>
      <Holders holders={holdersOf(first)} />
      <StartNow blocker={first} run={run} />
      {others.length > 0 && (
        <>
          <p className="text-text-muted">After that it also</p>
          <ul className="flex list-disc flex-col gap-1 pl-4 text-text-muted">
            {others.map((blocker) => (
              <li key={blocker.kind} className="break-words">
                {lowerFirst(waitSentence(blocker, time))}
                <Holders holders={holdersOf(blocker)} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="text-caption text-text-muted tabular-nums">
        For <LiveDuration from={data.since} /> so far
        {data.expiresAt !== undefined && `. Expires at ${time(data.expiresAt)} unless it starts`}
      </p>
    </section>
  );
}

/** What waits for nothing but a moment need not. */
function StartNow({ blocker, run }: { blocker: WaitBlocker; run: Props["run"] }): ReactNode {
  if (blocker.kind === "RETRY_DUE") {
    return (
      <RunNowButton
        runId={run.id}
        label="Retry now"
        tooltip="Ends the pause before its next attempt: it starts within seconds, if nothing else is in its way"
      />
    );
  }
  if (blocker.kind !== "DELAYED" || run.status !== "DELAYED") return null;
  return (
    <RunNowButton
      runId={run.id}
      label="Run now"
      tooltip="Ends its delay: it is queued within a second"
    />
  );
}

function QueueLink({ blocker }: { blocker: WaitBlocker }): ReactNode {
  const paths = usePaths();
  if (!("queue" in blocker)) return null;
  return (
    <Link href={paths.queue(blocker.queue)} className="text-accent underline">
      Open queue
    </Link>
  );
}

/** Where a person may complete what the run waits for. */
function TokenLink({ blocker }: { blocker: WaitBlocker }): ReactNode {
  const paths = usePaths();
  if (blocker.kind !== "INSIDE") return null;
  return blocker.waits.map(
    (wait) =>
      wait.kind === "TOKEN" && (
        <Link
          key={wait.tokenId}
          href={paths.token(wait.tokenId)}
          className="mr-2 text-accent underline"
        >
          Open token
        </Link>
      ),
  );
}

function Holders({ holders }: { holders: readonly SlotHolder[] }): ReactNode {
  const paths = usePaths();
  if (holders.length === 0) return null;
  return (
    <ul aria-label="Runs that hold the slots" className="flex min-w-0 flex-col py-1">
      {holders.map((holder) => (
        <li key={holder.runId} className="flex min-w-0 items-baseline gap-2">
          <Link
            href={paths.run(holder.runId)}
            title={holder.runId}
            className="flex min-w-0 items-baseline gap-2 py-0.5 hover:underline"
          >
            <span className="truncate text-text">{holder.task}</span>
            <span className="shrink-0 font-mono text-mono text-text-muted">
              {shortRunId(holder.runId)}
            </span>
          </Link>
          <span className="ml-auto shrink-0 text-caption text-text-muted tabular-nums">
            for <LiveDuration from={holder.since} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function holdersOf(blocker: WaitBlocker): readonly SlotHolder[] {
  return "holders" in blocker ? blocker.holders : [];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
