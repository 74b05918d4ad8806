import { useQuery } from "@tanstack/react-query";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import type { StreamView } from "#worker/domain/views.ts";
import { runQueries } from "./queries.ts";

const LOOK_MS = 2_000;

/** The run's streams, looked at again while it executes. */
export function useRunStreams(run: RunObject): StreamView[] {
  const environmentId = useEnvironmentId();
  const { data } = useQuery({
    ...runQueries.streams(environmentId, run.id, run.status),
    enabled: run.startedAt !== undefined,
    refetchInterval: run.isExecuting ? LOOK_MS : false,
    placeholderData: (known) => known,
  });
  return data?.streams ?? [];
}
