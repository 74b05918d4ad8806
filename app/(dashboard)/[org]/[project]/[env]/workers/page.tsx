import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { workerQueries } from "#components/workers/queries.ts";
import { WorkersPage } from "#components/workers/workers-page.tsx";
import { listWorkers } from "#worker/services/workers/list.ts";

export const metadata: Metadata = { title: "Workers" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        { queryKey: workerQueries.list(environmentId).queryKey, read: () => listWorkers(ctx) },
      ]}
    >
      <WorkersPage />
    </Prefetch>
  );
}
