import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { LogPageView } from "#worker/domain/insight/views.ts";
import { type LogsSearch, logsApiQuery } from "./logs-search.ts";

export const logQueries = {
  search: (environmentId: string, search: LogsSearch) =>
    infiniteQueryOptions({
      queryKey: ["logs", environmentId, search] as const,
      queryFn: ({ pageParam, signal }) =>
        request<LogPageView>(`/api/v1/logs?${logsApiQuery(search, pageParam)}`, {
          environmentId,
          signal,
        }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: LogPageView) => page.next,
    }),
};
