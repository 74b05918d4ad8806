import { withApi } from "#app/_lib/with-api.ts";
import { getDeployment } from "#worker/services/deployments/get.ts";

export const GET = withApi({}, ({ ctx, params }) => getDeployment(ctx, params.deployment ?? ""));
