"use client";

import {
  keepPreviousData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useIsFeedConnected, useRunsChanged } from "#components/workspace/runs-feed.tsx";
import type { RunListItem } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunsChangedMessage } from "#worker/domain/views.ts";
import { type LiveRows, mergeFresh } from "./live-rows.ts";
import { runQueries } from "./queries.ts";
import { formatRunsSearch, isFirstPage, type RunsSearch } from "./runs-search.ts";

const POLL_WITH_FEED_MS = 30_000;
const POLL_WITHOUT_FEED_MS = 5_000;
const MAX_SINGLE_READS = 10;

type Held = LiveRows & { key: string };

/** The page of runs a search names, kept current without rows moving. */
export function useLiveRuns(search: RunsSearch) {
  const environmentId = useEnvironmentId();
  const isConnected = useIsFeedConnected();
  const client = useQueryClient();
  const key = formatRunsSearch(search);
  const query = useQuery({
    ...runQueries.list(environmentId, search),
    placeholderData: keepPreviousData,
    refetchInterval: isConnected ? POLL_WITH_FEED_MS : POLL_WITHOUT_FEED_MS,
  });
  const fresh = query.isPlaceholderData ? undefined : query.data?.data;
  const isFirst = isFirstPage(search);
  const [held, setHeld] = useState<Held>();
  useEffect(() => {
    if (fresh === undefined) return;
    setHeld((before) =>
      before?.key === key
        ? { key, ...mergeFresh(before.rows, fresh, isFirst) }
        : { key, rows: fresh, waiting: [] },
    );
  }, [fresh, key, isFirst]);
  useRunsChanged(async (message) => {
    const { data } = await query.refetch();
    const listed = new Set(data?.data.map((run) => run.id));
    const rows = held?.key === key ? held.rows : [];
    const gone = rows.filter((run) => !listed.has(run.id) && mayHaveChanged(run, message));
    const patches = await readSingly(client, environmentId, gone.slice(0, MAX_SINGLE_READS));
    if (patches.length > 0) setHeld((before) => before && patchRows(before, patches));
  });
  const current = held?.key === key ? held : fresh && { rows: fresh, waiting: [] };
  return {
    query,
    rows: current?.rows ?? held?.rows,
    waiting: current?.waiting ?? [],
    /** The rows are still those of the page before. */
    isTurningPage: current === undefined && held !== undefined,
    showWaiting: () => {
      if (fresh) setHeld({ key, rows: fresh, waiting: [] });
    },
  };
}

function mayHaveChanged(run: RunListItem, message: RunsChangedMessage): boolean {
  return !isFinal(run.status) && (message.isTruncated || message.runIds.includes(run.id));
}

/** Runs that left the filter are no longer in the page: they are read one by one. */
async function readSingly(
  client: QueryClient,
  environmentId: string,
  runs: readonly RunListItem[],
): Promise<RunListItem[]> {
  const reads = runs.map(async (run) => {
    const options = { ...runQueries.detail(environmentId, run.id), staleTime: 0 };
    return { ...run, ...(await client.fetchQuery(options)), env: run.env };
  });
  const settled = await Promise.allSettled(reads);
  return settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

function patchRows(held: Held, patches: readonly RunListItem[]): Held {
  const byId = new Map(patches.map((run) => [run.id, run]));
  return { ...held, rows: held.rows.map((run) => byId.get(run.id) ?? run) };
}
