import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { ApiKeyView } from "#worker/domain/views.ts";

export const apiKeyQueries = {
  all: (environmentId: string) => ["api-keys", environmentId] as const,

  list: (environmentId: string) =>
    queryOptions({
      queryKey: [...apiKeyQueries.all(environmentId), "list"] as const,
      queryFn: ({ signal }) =>
        request<{ data: ApiKeyView[] }>("/api/v1/api-keys", { environmentId, signal }),
    }),
};

/** Deliberately outside the cache: a secret stays in memory only while it is shown. */
export async function fetchApiKeySecret(environmentId: string, keyId: string): Promise<string> {
  const path = `/api/v1/api-keys/${encodeURIComponent(keyId)}/secret`;
  const answer = await request<{ secret: string }>(path, { environmentId });
  return answer.secret;
}
