import { withOrganization } from "#app/_lib/with-session.ts";
import { createEnvironment } from "#worker/services/environments/create.ts";
import { listEnvironments } from "#worker/services/environments/list.ts";
import { createEnvironmentInput } from "#worker/services/environments/schemas.ts";

export const GET = withOrganization({}, async ({ ctx, params }) => ({
  data: await listEnvironments(ctx, params.project ?? ""),
}));

export const POST = withOrganization({ body: createEnvironmentInput }, ({ ctx, params, body }) =>
  createEnvironment(ctx, { ...body, project: params.project ?? "" }),
);
