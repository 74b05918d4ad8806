import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { BulkActionPage } from "#components/bulk-actions/bulk-action-page.tsx";
import { bulkActionQueries } from "#components/bulk-actions/queries.ts";
import { getBulkAction } from "#worker/services/bulk-actions/get.ts";

export const metadata: Metadata = { title: "Bulk action" };

type Props = { params: Promise<EnvironmentParams & { bulkActionId: string }> };

export default async function Page({ params }: Props): Promise<ReactNode> {
  const id = decodeURIComponent((await params).bulkActionId);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: bulkActionQueries.detail(environmentId, id).queryKey,
          read: () => getBulkAction(ctx, id),
        },
      ]}
    >
      <BulkActionPage key={id} bulkActionId={id} />
    </Prefetch>
  );
}
