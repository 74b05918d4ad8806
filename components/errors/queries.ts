import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { type Cursor, cursorParameters } from "#components/data-table/cursor-pager.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { ErrorDetailView, ErrorGroupView, ErrorStatus } from "#worker/domain/insight/views.ts";

export type ErrorsSearch = { statuses: readonly ErrorStatus[]; search: string; cursor: Cursor };

export type ErrorChange =
  | { action: "resolve" | "reopen" }
  /** Without a period: for good. */
  | { action: "ignore"; period?: string };

export const errorQueries = {
  all: (environmentId: string) => ["errors", environmentId] as const,

  list: (environmentId: string, { statuses, search, cursor }: ErrorsSearch) =>
    queryOptions({
      queryKey: [...errorQueries.all(environmentId), "list", statuses, search, cursor] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams(cursorParameters(cursor));
        if (statuses.length > 0) query.set("filter[status]", statuses.join(","));
        if (search !== "") query.set("search", search);
        return request<CursorPage<ErrorGroupView>>(`/api/v1/errors?${query}`, {
          environmentId,
          signal,
        });
      },
    }),

  detail: (environmentId: string, errorId: string) =>
    queryOptions({
      queryKey: [...errorQueries.all(environmentId), "detail", errorId] as const,
      queryFn: ({ signal }) =>
        request<ErrorDetailView>(`/api/v1/errors/${encodeURIComponent(errorId)}`, {
          environmentId,
          signal,
        }),
    }),
};

export function useChangeError(errorId: string) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ErrorChange) =>
      request<ErrorGroupView>(`/api/v1/errors/${encodeURIComponent(errorId)}`, {
        method: "POST",
        environmentId,
        body: change,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: errorQueries.all(environmentId) }),
  });
}

/** Every run that ended with it, again, in the background. */
export function useReplayAll(errorId: string) {
  const environmentId = useEnvironmentId();
  return useMutation({
    mutationFn: (name: string) =>
      request<{ id: string }>("/api/v1/bulk-actions", {
        method: "POST",
        environmentId,
        body: { action: "replay", filter: { error: errorId }, name },
      }),
  });
}
