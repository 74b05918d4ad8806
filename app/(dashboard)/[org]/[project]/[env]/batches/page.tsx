import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { BatchesPage } from "#components/batches/batches-page.tsx";
import { batchQueries } from "#components/batches/queries.ts";
import { listBatches, listBatchesQuery } from "#worker/services/batches/list.ts";

export const metadata: Metadata = { title: "Batches" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: batchQueries.list(environmentId, {}).queryKey,
          read: () => listBatches(ctx, listBatchesQuery.parse({})),
        },
      ]}
    >
      <BatchesPage />
    </Prefetch>
  );
}
