import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { BatchPage } from "#components/batches/batch-page.tsx";
import { batchQueries } from "#components/batches/queries.ts";
import { getBatchProgress } from "#worker/services/batches/get-progress.ts";

type Props = { params: Promise<EnvironmentParams & { batchId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Batch ${decodeURIComponent((await params).batchId)}` };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const { batchId } = await params;
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: batchQueries.detail(environmentId, batchId).queryKey,
          read: () => getBatchProgress(ctx, batchId),
        },
      ]}
    >
      <BatchPage batchId={batchId} />
    </Prefetch>
  );
}
