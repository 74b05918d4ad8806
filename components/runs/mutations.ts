"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { runQueries } from "./queries.ts";

type RunReference = { id: string };

export function cancelRun(environmentId: string, runId: string): Promise<RunReference> {
  const path = `/api/v2/runs/${encodeURIComponent(runId)}/cancel`;
  return request<RunReference>(path, { method: "POST", environmentId });
}

export function replayRun(environmentId: string, runId: string): Promise<RunReference> {
  const path = `/api/v1/runs/${encodeURIComponent(runId)}/replay`;
  return request<RunReference>(path, { method: "POST", environmentId });
}

export function useCancelRun() {
  const environmentId = useEnvironmentId();
  return useRunMutation((runId: string) => cancelRun(environmentId, runId));
}

export function useReplayRun() {
  const environmentId = useEnvironmentId();
  return useRunMutation((runId: string) => replayRun(environmentId, runId));
}

/** The shortest delay there is: a run is never given a start in the past. */
const SHORTEST_DELAY = "1s";

/** Of a delayed run, or one that waits for its next attempt. */
export function useStartNow() {
  const environmentId = useEnvironmentId();
  return useRunMutation((runId: string) =>
    request<RunReference>(`/api/v1/runs/${encodeURIComponent(runId)}/reschedule`, {
      method: "POST",
      environmentId,
      body: { delay: SHORTEST_DELAY },
    }),
  );
}

function useRunMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: runQueries.all(environmentId) }),
  });
}
