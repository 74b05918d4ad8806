import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { RecentPayloadView, TestTemplateView } from "#worker/domain/tasks/views.ts";

export const testQueries = {
  recentPayloads: (environmentId: string, taskId: string) =>
    queryOptions({
      queryKey: ["test-run", environmentId, taskId, "recent-payloads"] as const,
      queryFn: ({ signal }) =>
        request<{ data: RecentPayloadView[] }>(`${base(taskId)}/recent-payloads`, {
          environmentId,
          signal,
        }),
    }),

  templates: (environmentId: string, taskId: string) =>
    queryOptions({
      queryKey: ["test-run", environmentId, taskId, "templates"] as const,
      queryFn: ({ signal }) =>
        request<{ data: TestTemplateView[] }>(templatesPath(taskId), { environmentId, signal }),
    }),
};

export function templatesPath(taskId: string): string {
  return `${base(taskId)}/templates`;
}

function base(taskId: string): string {
  return `/api/v1/tasks/${encodeURIComponent(taskId)}`;
}
