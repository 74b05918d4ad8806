"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { runQueries } from "#components/runs/queries.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import type { EnvironmentLoadView } from "#worker/domain/views.ts";
import { queueQueries } from "./queries.ts";

export type PauseAction = "pause" | "resume";

export function usePauseQueue() {
  return useQueueMutation(({ id, action }: { id: string; action: PauseAction }) => ({
    path: `/api/v1/queues/${encodeURIComponent(id)}/pause`,
    body: { type: "id", action },
  }));
}

export function useOverrideLimit() {
  return useQueueMutation(({ id, limit }: { id: string; limit: number }) => ({
    path: `/api/v1/queues/${encodeURIComponent(id)}/concurrency/override`,
    body: { type: "id", concurrencyLimit: limit },
  }));
}

export function useResetLimit() {
  return useQueueMutation(({ id }: { id: string }) => ({
    path: `/api/v1/queues/${encodeURIComponent(id)}/concurrency/reset`,
    body: { type: "id" },
  }));
}

export function usePauseEnvironment() {
  return useQueueMutation<PauseAction, EnvironmentLoadView>((action) => ({
    path: "/api/v1/environment/pause",
    body: { action },
  }));
}

function useQueueMutation<Input, Output = QueueObject>(
  toRequest: (input: Input) => { path: string; body: object },
) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, body } = toRequest(input);
      return request<Output>(path, { method: "POST", environmentId, body });
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queueQueries.all(environmentId) }),
        // Why a run waits may be another reason now.
        client.invalidateQueries({ queryKey: runQueries.all(environmentId) }),
      ]),
  });
}
