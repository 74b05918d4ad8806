import { withOrganization } from "#app/_lib/with-session.ts";
import { revokeInvitation } from "#worker/services/invitations/revoke.ts";

export const DELETE = withOrganization({}, async ({ ctx, params }) => {
  await revokeInvitation(ctx, params.invitationId ?? "");
  return { success: true };
});
