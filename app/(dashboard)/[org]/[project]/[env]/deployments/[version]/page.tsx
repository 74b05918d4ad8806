import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { DeploymentPage } from "#components/deployments/deployment-page.tsx";
import { deploymentQueries } from "#components/deployments/queries.ts";
import { getDeployment } from "#worker/services/deployments/get.ts";

type Props = { params: Promise<EnvironmentParams & { version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Deployment ${decodeURIComponent((await params).version)}` };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const version = decodeURIComponent((await params).version);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: deploymentQueries.detail(environmentId, version).queryKey,
          read: () => getDeployment(ctx, version),
        },
      ]}
    >
      <DeploymentPage version={version} />
    </Prefetch>
  );
}
