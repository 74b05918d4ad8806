import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { statusQueries } from "#components/status/queries.ts";
import { StatusPage } from "#components/status/status-page.tsx";
import { getStatus } from "#worker/services/status/get.ts";

export const metadata: Metadata = { title: "Status" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        { queryKey: statusQueries.status(environmentId).queryKey, read: () => getStatus(ctx) },
      ]}
    >
      <StatusPage />
    </Prefetch>
  );
}
