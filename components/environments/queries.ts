import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { projectApi } from "#components/workspace/api-paths.ts";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";

/** Counts of what runs and waits go out of date by themselves. */
const LOOK_MS = 10_000;

export const environmentQueries = {
  list: (org: string, project: string) =>
    queryOptions({
      queryKey: ["environments", org, project] as const,
      queryFn: ({ signal }) =>
        request<{ data: EnvironmentSettingsView[] }>(`${projectApi(org, project)}/environments`, {
          signal,
        }),
      refetchInterval: LOOK_MS,
    }),
};
