import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { BulkActionsPage } from "#components/bulk-actions/bulk-actions-page.tsx";
import { readPlace } from "#components/bulk-actions/page-place.ts";
import { bulkActionQueries, listQuery } from "#components/bulk-actions/queries.ts";
import { listBulkActions } from "#worker/services/bulk-actions/list.ts";
import { listBulkActionsQuery } from "#worker/services/bulk-actions/schemas.ts";

export const metadata: Metadata = { title: "Bulk actions" };

type Props = {
  params: Promise<EnvironmentParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props): Promise<ReactNode> {
  const given = await searchParams;
  const place = readPlace({
    get: (name) => {
      const value = given[name];
      return typeof value === "string" ? value : null;
    },
  });
  const query = Object.fromEntries(new URLSearchParams(listQuery(place)));
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: bulkActionQueries.list(environmentId, place).queryKey,
          read: () => listBulkActions(ctx, listBulkActionsQuery.parse(query)),
        },
      ]}
    >
      <BulkActionsPage />
    </Prefetch>
  );
}
