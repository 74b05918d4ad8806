"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useIsFeedConnected, useRunsChanged } from "#components/workspace/runs-feed.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunsChangedMessage, RunTimelineView } from "#worker/domain/views.ts";
import { runQueries } from "./queries.ts";

const POLL_WITH_FEED_MS = 3_000;
const POLL_WITHOUT_FEED_MS = 1_000;
const MORE_MS = 50;
const POLL_HIDDEN_MS = 5_000;
/** What was logged last may be stored a moment after the status. */
const SETTLES_WITHIN_MS = 6_000;

/** A run and its timeline, read again whenever the feed names it, and by polling in case it does not. */
export function useRun(runId: string) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const isConnected = useIsFeedConnected();
  const pollMs = () => {
    // Asked on the server too, where there is no document.
    if (globalThis.document?.visibilityState === "hidden") return POLL_HIDDEN_MS;
    return isConnected ? POLL_WITH_FEED_MS : POLL_WITHOUT_FEED_MS;
  };
  const detail = runQueries.detail(environmentId, runId);
  const run = useQuery({
    ...detail,
    refetchInterval: ({ state }) => (isSettled(state.data) ? false : pollMs()),
    // The tab's icon says how the run is doing while somebody looks elsewhere.
    refetchIntervalInBackground: true,
  });
  const hasMore = (data: RunTimelineView | undefined) => data?.hasMore === true;
  const timeline = useQuery({
    ...runQueries.timeline(environmentId, runId),
    enabled: run.data !== undefined,
    refetchInterval: ({ state }) =>
      // The page came with the beginning of a long one.
      hasMore(state.data) ? MORE_MS : isSettled(run.data) ? false : pollMs(),
  });
  const family = [runId, ...(run.data?.relatedRuns.children ?? []).map((child) => child.id)];
  useRunsChanged(
    () =>
      Promise.all([client.invalidateQueries({ queryKey: detail.queryKey }), timeline.refetch()]),
    { concerns: (message) => message.isTruncated || isAbout(family, message) },
  );
  return { run, timeline };
}

function isAbout(family: readonly string[], { runIds }: RunsChangedMessage): boolean {
  return family.some((id) => runIds.includes(id));
}

function isSettled(run: RunObject | undefined): boolean {
  if (run === undefined || !isFinal(run.status)) return false;
  const endedAt = Date.parse(run.finishedAt ?? run.updatedAt);
  return Date.now() - endedAt > SETTLES_WITHIN_MS;
}
