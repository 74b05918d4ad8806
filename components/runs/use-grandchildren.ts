"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { RelatedRun, RunObject } from "#sdk/wire/api.ts";
import { runQueries } from "./queries.ts";

const POLL_MS = 3_000;

/** What the opened runs below a run have started, read when they are opened and followed until they end. */
export function useGrandchildren(
  openIds: readonly string[],
): ReadonlyMap<string, readonly RelatedRun[]> {
  const environmentId = useEnvironmentId();
  const results = useQueries({
    queries: openIds.map((id) => ({
      ...runQueries.detail(environmentId, id),
      refetchInterval: ({ state }: { state: { data?: RunObject | undefined } }) =>
        state.data?.isCompleted ? (false as const) : POLL_MS,
      staleTime: POLL_MS,
    })),
  });
  const known = results.map(({ data }) => data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list each time; its members tell whether it changed.
  return useMemo(
    () =>
      new Map(
        known.flatMap((run) =>
          run === undefined ? [] : [[run.id, run.relatedRuns.children ?? []] as const],
        ),
      ),
    [...known, known.length],
  );
}
