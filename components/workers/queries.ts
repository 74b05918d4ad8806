import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { WorkersView } from "#worker/domain/workers/views.ts";

export const workerQueries = {
  all: (environmentId: string) => ["workers", environmentId] as const,

  list: (environmentId: string) =>
    queryOptions({
      queryKey: [...workerQueries.all(environmentId), "list"] as const,
      queryFn: ({ signal }) => request<WorkersView>("/api/v1/workers", { environmentId, signal }),
    }),
};

export function useDrainWorker() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: string; action: "drain" | "resume" }) =>
      request(`/api/v1/workers/${encodeURIComponent(id)}/drain`, {
        method: "POST",
        environmentId,
        body: { action },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: workerQueries.all(environmentId) }),
  });
}
