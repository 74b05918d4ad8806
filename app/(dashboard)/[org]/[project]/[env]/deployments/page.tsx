import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { DeploymentsPage } from "#components/deployments/deployments-page.tsx";
import { deploymentQueries } from "#components/deployments/queries.ts";
import { listDeployments, listDeploymentsQuery } from "#worker/services/deployments/list.ts";

export const metadata: Metadata = { title: "Deployments" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: deploymentQueries.list(environmentId, {}).queryKey,
          read: () => listDeployments(ctx, listDeploymentsQuery.parse({})),
        },
      ]}
    >
      <DeploymentsPage />
    </Prefetch>
  );
}
