import { absoluteUrl } from "#app/_lib/absolute-url.ts";
import { withOrganization } from "#app/_lib/with-session.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { createInvitationInput } from "#worker/services/invitations/schemas.ts";

export const POST = withOrganization({ body: createInvitationInput }, async ({ ctx, body }) => {
  const { id, token } = await createInvitation(ctx, body);
  return { id, url: absoluteUrl(`/invitations/${token}`) };
});
