import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import type { OffsetPage } from "#sdk/wire/queue.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import type { PastTickView } from "#worker/domain/schedules/views.ts";

export const SCHEDULES_PAGE_SIZE = 50;
const RUNS_SHOWN = 8;

export const scheduleQueries = {
  all: (environmentId: string) => ["schedules", environmentId] as const,

  list: (environmentId: string, { search, page }: { search: string; page: number }) =>
    queryOptions({
      queryKey: [...scheduleQueries.all(environmentId), "list", search, page] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({
          page: String(page),
          perPage: String(SCHEDULES_PAGE_SIZE),
          sort: "next",
        });
        if (search !== "") query.set("search", search);
        return request<OffsetPage<ScheduleObject>>(`/api/v1/schedules?${query}`, {
          environmentId,
          signal,
        });
      },
    }),

  detail: (environmentId: string, scheduleId: string) =>
    queryOptions({
      queryKey: [...scheduleQueries.all(environmentId), "detail", scheduleId] as const,
      queryFn: ({ signal }) =>
        request<ScheduleObject>(`/api/v1/schedules/${encodeURIComponent(scheduleId)}`, {
          environmentId,
          signal,
        }),
    }),

  /** Newest first. */
  pastTicks: (environmentId: string, scheduleId: string) =>
    queryOptions({
      queryKey: [...scheduleQueries.all(environmentId), "past-ticks", scheduleId] as const,
      queryFn: ({ signal }) =>
        request<{ data: PastTickView[] }>(
          `/api/v1/schedules/${encodeURIComponent(scheduleId)}/past-ticks`,
          { environmentId, signal },
        ),
    }),

  /** The newest runs of one. */
  runs: (environmentId: string, scheduleId: string) =>
    queryOptions({
      queryKey: [...scheduleQueries.all(environmentId), "runs", scheduleId] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams({
          "filter[schedule]": scheduleId,
          "page[size]": String(RUNS_SHOWN),
        });
        return request<CursorPage<RunListItem>>(`/api/v1/runs?${query}`, { environmentId, signal });
      },
    }),
};
