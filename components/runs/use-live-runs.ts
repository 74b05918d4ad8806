"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useIsFeedConnected, useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { changedIds, type LiveRows, mergeFresh, patchRows } from "./live-rows.ts";
import { runQueries } from "./queries.ts";
import { formatRunsSearch, isFirstPage, type RunsSearch } from "./runs-search.ts";

const POLL_WITH_FEED_MS = 30_000;
const POLL_WITHOUT_FEED_MS = 5_000;
/** How far the number of new runs may lag behind while many come. */
const LIST_GAP_MS = 1_000;

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
  const shown = held?.key === key ? held.rows : [];
  // What is on the screen is read by itself: it costs as little as it is, also in a list that never stands still.
  useRunsChanged(
    async (message) => {
      const ids = changedIds(shown, message);
      if (ids.length === 0) return;
      const { data } = await client.fetchQuery(runQueries.rows(environmentId, ids));
      const patches = new Map(data.map((run) => [run.id, run]));
      setHeld((before) => before && { ...before, rows: patchRows(before.rows, patches) });
    },
    { concerns: (message) => changedIds(shown, message).length > 0 },
  );
  useRunsChanged(() => query.refetch(), { gapMs: LIST_GAP_MS });
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
