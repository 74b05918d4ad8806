import { services } from "#app/_lib/services.ts";
import { withApi } from "#app/_lib/with-api.ts";
import type { DeploymentResponse } from "#sdk/wire/api.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { listDeployments, listDeploymentsQuery } from "#worker/services/deployments/list.ts";
import { deploymentInput } from "#worker/services/deployments/schemas.ts";

const MEGABYTE = 1024 * 1024;

export const GET = withApi({ query: listDeploymentsQuery }, ({ ctx, query }) =>
  listDeployments(ctx, query),
);

export const POST = withApi(
  { body: deploymentInput, maxBodyBytes: 100 * MEGABYTE, maxUnpackedBytes: 500 * MEGABYTE },
  async ({ ctx, body }): Promise<DeploymentResponse> => {
    const deployment = await createDeployment(ctx, body);
    const { type, slug, project, organization } = ctx.environment;
    return {
      ...deployment,
      id: friendlyId("deployment", deployment.id),
      environment: { slug, type },
      dashboardUrl: `${services().env.PAWL_URL}/${organization.slug}/${project.slug}/${slug}/deployments/${deployment.version}`,
    };
  },
);
