import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { InstallationStatus, StatusProof } from "#sdk/wire/status.ts";

export const statusQueries = {
  status: (environmentId: string) =>
    queryOptions({
      queryKey: ["status", environmentId] as const,
      queryFn: ({ signal }) =>
        request<InstallationStatus>("/api/v1/status", { environmentId, signal }),
    }),
};

export function useProbe() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request<StatusProof>("/api/v1/status/probe", { method: "POST", environmentId }),
    onSettled: () =>
      client.invalidateQueries({ queryKey: statusQueries.status(environmentId).queryKey }),
  });
}
