import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { RunFacetsView, RunListPage, RunRelationsView } from "#worker/domain/runs/views.ts";
import type { RunTimelineView, StreamList } from "#worker/domain/views.ts";
import { mergeTimeline } from "./merge-timeline.ts";
import { type RunsSearch, runsApiQuery } from "./runs-search.ts";

export const RUNS_PAGE_SIZE = 25;

/** Keys and fetchers of runs. A server page that prefetches uses the same `queryKey`. */
export const runQueries = {
  all: (environmentId: string) => ["runs", environmentId] as const,

  lists: (environmentId: string) => [...runQueries.all(environmentId), "list"] as const,

  list: (environmentId: string, search: RunsSearch) =>
    queryOptions({
      queryKey: [...runQueries.lists(environmentId), search] as const,
      queryFn: ({ signal }) =>
        request<RunListPage>(`/api/v1/runs?${runsApiQuery(search, RUNS_PAGE_SIZE)}`, {
          environmentId,
          signal,
        }),
    }),

  /** Rows of a list, by their ids. Asked for once, when they have changed. */
  rows: (environmentId: string, runIds: readonly string[]) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "rows", runIds] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({
          "filter[run]": runIds.join(","),
          "page[size]": String(runIds.length),
        });
        return request<RunListPage>(`/api/v1/runs?${query}`, { environmentId, signal });
      },
      staleTime: 0,
      gcTime: 0,
    }),

  facets: (environmentId: string) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "facets"] as const,
      queryFn: ({ signal }) =>
        request<RunFacetsView>("/api/v1/runs/facets", { environmentId, signal }),
      staleTime: 60_000,
    }),

  /** The run before or after another one in a list. */
  neighbour: (environmentId: string, search: RunsSearch, runId: string, side: "newer" | "older") =>
    queryOptions({
      queryKey: [...runQueries.lists(environmentId), "beside", search, runId, side] as const,
      queryFn: async ({ signal }) => {
        const direction = side === "older" ? "forward" : "backward";
        const query = runsApiQuery({ ...search, cursor: { id: runId, direction } }, 1);
        const path = `/api/v1/runs?${query}`;
        const { data } = await request<RunListPage>(path, { environmentId, signal });
        return data[0]?.id ?? null;
      },
    }),

  detail: (environmentId: string, runId: string) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "detail", runId] as const,
      queryFn: ({ signal }) =>
        request<RunObject>(`/api/v3/runs/${encodeURIComponent(runId)}`, { environmentId, signal }),
    }),

  /** Asked for again with each status: a run that has ended has written all. */
  streams: (environmentId: string, runId: string, status: RunStatus) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "streams", runId, status] as const,
      queryFn: ({ signal }) =>
        request<StreamList>(`/api/v1/runs/${encodeURIComponent(runId)}/streams`, {
          environmentId,
          signal,
        }),
    }),

  relations: (environmentId: string, runId: string) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "relations", runId] as const,
      queryFn: ({ signal }) =>
        request<RunRelationsView>(`/api/v1/runs/${encodeURIComponent(runId)}/related`, {
          environmentId,
          signal,
        }),
    }),

  /** Grows: each fetch asks only for what came after the last one. */
  timeline: (environmentId: string, runId: string) =>
    queryOptions({
      queryKey: [...runQueries.all(environmentId), "timeline", runId] as const,
      queryFn: async ({ signal, client, queryKey }) => {
        let known = client.getQueryData<RunTimelineView>(queryKey);
        for (;;) {
          const after = known ? `?after=${encodeURIComponent(known.cursor)}` : "";
          const path = `/api/v1/runs/${encodeURIComponent(runId)}/timeline${after}`;
          const fresh = await request<RunTimelineView>(path, { environmentId, signal });
          known = known ? mergeTimeline(known, fresh) : fresh;
          // A long timeline comes in several answers.
          if (!fresh.hasMore) return known;
        }
      },
      structuralSharing: false,
    }),
};
