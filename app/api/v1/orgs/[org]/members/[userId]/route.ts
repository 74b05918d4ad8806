import { withOrganization } from "#app/_lib/with-session.ts";
import { changeRole } from "#worker/services/members/change-role.ts";
import { removeMember } from "#worker/services/members/remove.ts";
import { changeRoleInput } from "#worker/services/members/schemas.ts";

export const PATCH = withOrganization({ body: changeRoleInput }, async ({ ctx, params, body }) => {
  await changeRole(ctx, { userId: params.userId ?? "", role: body.role });
  return { success: true };
});

/** Removes a member; of oneself, it is leaving. */
export const DELETE = withOrganization({}, async ({ ctx, params }) => {
  await removeMember(ctx, params.userId ?? "");
  return { success: true };
});
