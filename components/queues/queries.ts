import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { OffsetPage, QueueObject } from "#sdk/wire/queue.ts";
import type { QueueDetailView, QueueMetricsView } from "#worker/domain/insight/views.ts";
import type { EnvironmentLoadView } from "#worker/domain/views.ts";

export const QUEUES_PAGE_SIZE = 100;

export const queueQueries = {
  all: (environmentId: string) => ["queues", environmentId] as const,

  list: (environmentId: string, search: string) =>
    queryOptions({
      queryKey: [...queueQueries.all(environmentId), "list", search] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({ perPage: String(QUEUES_PAGE_SIZE) });
        if (search !== "") query.set("search", search);
        return request<OffsetPage<QueueObject>>(`/api/v1/queues?${query}`, {
          environmentId,
          signal,
        });
      },
    }),

  metrics: (environmentId: string, search: string) =>
    queryOptions({
      queryKey: [...queueQueries.all(environmentId), "metrics", search] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({ perPage: String(QUEUES_PAGE_SIZE) });
        if (search !== "") query.set("search", search);
        return request<{ data: QueueMetricsView[] }>(`/api/v1/queue-metrics?${query}`, {
          environmentId,
          signal,
        });
      },
    }),

  detail: (environmentId: string, queueId: string) =>
    queryOptions({
      queryKey: [...queueQueries.all(environmentId), "detail", queueId] as const,
      queryFn: ({ signal }) =>
        request<QueueDetailView>(`/api/v1/queues/${encodeURIComponent(queueId)}/metrics`, {
          environmentId,
          signal,
        }),
    }),

  environment: (environmentId: string) =>
    queryOptions({
      queryKey: [...queueQueries.all(environmentId), "environment"] as const,
      queryFn: ({ signal }) =>
        request<EnvironmentLoadView>("/api/v1/environment", { environmentId, signal }),
    }),
};
