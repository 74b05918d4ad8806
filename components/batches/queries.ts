import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { type Cursor, cursorParameters } from "#components/data-table/cursor-pager.tsx";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { BatchDetailView, BatchView } from "#worker/domain/insight/views.ts";

export const batchQueries = {
  all: (environmentId: string) => ["batches", environmentId] as const,

  list: (environmentId: string, cursor: Cursor) =>
    queryOptions({
      queryKey: [...batchQueries.all(environmentId), "list", cursor] as const,
      queryFn: ({ signal }) =>
        request<CursorPage<BatchView>>(
          `/api/v1/batches?${new URLSearchParams(cursorParameters(cursor))}`,
          { environmentId, signal },
        ),
    }),

  detail: (environmentId: string, batchId: string) =>
    queryOptions({
      queryKey: [...batchQueries.all(environmentId), "detail", batchId] as const,
      queryFn: ({ signal }) =>
        request<BatchDetailView>(`/api/v1/batches/${encodeURIComponent(batchId)}/progress`, {
          environmentId,
          signal,
        }),
    }),
};
