import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { QUEUES_PAGE_SIZE, queueQueries } from "#components/queues/queries.ts";
import { QueuesPage } from "#components/queues/queues-page.tsx";
import { listQueues } from "#worker/services/queues/list.ts";

export const metadata: Metadata = { title: "Queues" };

type Props = {
  params: Promise<EnvironmentParams>;
  searchParams: Promise<{ search?: string | string[] }>;
};

export default async function Page({ params, searchParams }: Props): Promise<ReactNode> {
  const { search: given } = await searchParams;
  const search = typeof given === "string" ? given.trim().slice(0, 200) : "";
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: queueQueries.list(environmentId, search).queryKey,
          read: () =>
            listQueues(ctx, { page: 1, perPage: QUEUES_PAGE_SIZE, ...(search && { search }) }),
        },
      ]}
    >
      <QueuesPage />
    </Prefetch>
  );
}
