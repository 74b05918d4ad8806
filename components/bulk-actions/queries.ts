import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import type { Count } from "#worker/domain/views.ts";

export const BULK_ACTIONS_PAGE_SIZE = 25;

const LOOK_MS = 1_000;
const LOOK_WHEN_EMPTY_MS = 3_000;

export type BulkKind = "cancel" | "replay";
export type PagePlace = { id: string; direction: "forward" | "backward" } | undefined;

export const bulkActionQueries = {
  all: (environmentId: string) => ["bulk-actions", environmentId] as const,

  /** Looked at again and again while one of them is under way, and now and then until the first. */
  list: (environmentId: string, place: PagePlace) =>
    queryOptions({
      queryKey: [...bulkActionQueries.all(environmentId), "list", place ?? null] as const,
      queryFn: ({ signal }) =>
        request<CursorPage<BulkActionObject>>(`/api/v1/bulk-actions?${listQuery(place)}`, {
          environmentId,
          signal,
        }),
      refetchInterval: ({ state }) => {
        if (state.data?.data.length === 0) return LOOK_WHEN_EMPTY_MS;
        return state.data?.data.some(isUnderWay) ? LOOK_MS : false;
      },
    }),

  detail: (environmentId: string, id: string) =>
    queryOptions({
      queryKey: [...bulkActionQueries.all(environmentId), "detail", id] as const,
      queryFn: ({ signal }) =>
        request<BulkActionObject>(`/api/v1/bulk-actions/${encodeURIComponent(id)}`, {
          environmentId,
          signal,
        }),
      refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOK_MS : false),
    }),

  /** `filter`: the filters as the list of runs takes them. */
  preview: (environmentId: string, action: BulkKind, filter: Record<string, string>) =>
    queryOptions({
      queryKey: [...bulkActionQueries.all(environmentId), "preview", action, filter] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({ action, ...filter });
        return request<Count>(`/api/v1/bulk-actions/preview?${query}`, { environmentId, signal });
      },
      // What was counted for the last dialog is not what matches now.
      staleTime: 0,
      gcTime: 0,
    }),
};

export function isUnderWay({ status }: BulkActionObject): boolean {
  return status === "PENDING";
}

export function listQuery(place: PagePlace): string {
  const query = new URLSearchParams({ "page[size]": String(BULK_ACTIONS_PAGE_SIZE) });
  if (place) query.set(place.direction === "forward" ? "page[after]" : "page[before]", place.id);
  return query.toString();
}
