import { withApi } from "#app/_lib/with-api.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { promoteDeployment } from "#worker/services/deployments/promote.ts";

export const POST = withApi({}, async ({ ctx, params }) => {
  const promoted = await promoteDeployment(ctx, params.deployment ?? "");
  return { ...promoted, id: friendlyId("deployment", promoted.id) };
});
