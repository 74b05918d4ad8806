import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { ApiKeysPage } from "#components/api-keys/api-keys-page.tsx";
import { apiKeyQueries } from "#components/api-keys/queries.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";

export const metadata: Metadata = { title: "API keys" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: apiKeyQueries.list(environmentId).queryKey,
          read: async () => ({ data: await listApiKeys(ctx) }),
        },
      ]}
    >
      <ApiKeysPage />
    </Prefetch>
  );
}
