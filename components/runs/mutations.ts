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

export type BulkOutcome = { done: RunReference[]; failed: { runId: string; error: unknown }[] };

const BULK_CONCURRENCY = 4;

/** One request a run, a few at a time; what fails does not stop the rest. */
export function useBulkRuns(action: "cancel" | "replay") {
  const environmentId = useEnvironmentId();
  const send = action === "cancel" ? cancelRun : replayRun;
  return useRunMutation(async (runIds: readonly string[]): Promise<BulkOutcome> => {
    const outcome: BulkOutcome = { done: [], failed: [] };
    const waiting = [...runIds];
    const work = async () => {
      for (let runId = waiting.shift(); runId !== undefined; runId = waiting.shift()) {
        try {
          outcome.done.push(await send(environmentId, runId));
        } catch (error) {
          outcome.failed.push({ runId, error });
        }
      }
    };
    await Promise.all(Array.from({ length: BULK_CONCURRENCY }, work));
    return outcome;
  });
}

function useRunMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: runQueries.all(environmentId) }),
  });
}
