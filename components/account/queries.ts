import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { SessionView } from "#worker/domain/organizations/views.ts";

export const accountQueries = {
  sessions: () =>
    queryOptions({
      queryKey: ["account", "sessions"] as const,
      queryFn: ({ signal }) =>
        request<{ data: SessionView[] }>("/api/account/sessions", { signal }),
    }),
};
