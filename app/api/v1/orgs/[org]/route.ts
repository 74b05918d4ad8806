import { withOrganization } from "#app/_lib/with-session.ts";
import { removeOrganization } from "#worker/services/orgs/remove.ts";
import { renameOrganization } from "#worker/services/orgs/rename.ts";
import { nameInput } from "#worker/services/orgs/schemas.ts";

export const PATCH = withOrganization({ body: nameInput }, async ({ ctx, body }) => {
  await renameOrganization(ctx, body.name);
  return { success: true };
});

export const DELETE = withOrganization({}, ({ ctx }) => removeOrganization(ctx));
