import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { type Cursor, cursorParameters } from "#components/data-table/cursor-pager.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { DeploymentDetail, DeploymentObject } from "#sdk/wire/deployment.ts";

export const deploymentQueries = {
  all: (environmentId: string) => ["deployments", environmentId] as const,

  list: (environmentId: string, cursor: Cursor) =>
    queryOptions({
      queryKey: [...deploymentQueries.all(environmentId), "list", cursor] as const,
      queryFn: ({ signal }) =>
        request<CursorPage<DeploymentObject>>(
          `/api/v1/deployments?${new URLSearchParams(cursorParameters(cursor))}`,
          { environmentId, signal },
        ),
    }),

  detail: (environmentId: string, version: string) =>
    queryOptions({
      queryKey: [...deploymentQueries.all(environmentId), "detail", version] as const,
      queryFn: ({ signal }) =>
        request<DeploymentDetail>(`/api/v1/deployments/${encodeURIComponent(version)}`, {
          environmentId,
          signal,
        }),
    }),
};

export function usePromote() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: string) =>
      request(`/api/v1/deployments/${encodeURIComponent(version)}/promote`, {
        method: "POST",
        environmentId,
      }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: deploymentQueries.all(environmentId) }),
        client.invalidateQueries({ queryKey: taskQueries.list(environmentId).queryKey }),
      ]),
  });
}
