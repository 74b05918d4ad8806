import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { organizationApi } from "#components/workspace/api-paths.ts";
import type { MembersView } from "#worker/domain/organizations/views.ts";

export const memberQueries = {
  list: (org: string) =>
    queryOptions({
      queryKey: ["members", org] as const,
      queryFn: ({ signal }) => request<MembersView>(`${organizationApi(org)}/members`, { signal }),
    }),
};
