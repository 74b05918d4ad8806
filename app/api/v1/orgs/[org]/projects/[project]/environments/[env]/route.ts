import { withOrganization } from "#app/_lib/with-session.ts";
import { removeEnvironment } from "#worker/services/environments/remove.ts";
import { updateEnvironmentInput } from "#worker/services/environments/schemas.ts";
import { updateEnvironment } from "#worker/services/environments/update.ts";

const placeOf = (params: Record<string, string>) => ({
  project: params.project ?? "",
  environment: params.env ?? "",
});

export const PATCH = withOrganization(
  { body: updateEnvironmentInput },
  async ({ ctx, params, body }) => {
    await updateEnvironment(ctx, { ...body, ...placeOf(params) });
    return { success: true };
  },
);

export const DELETE = withOrganization({}, ({ ctx, params }) =>
  removeEnvironment(ctx, placeOf(params)),
);
