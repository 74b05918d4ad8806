import { organizationHome } from "#app/_lib/home-path.ts";
import { systemContext } from "#app/_lib/services.ts";
import { withSession } from "#app/_lib/with-session.ts";
import { acceptInvitation } from "#worker/services/invitations/accept.ts";

/** Makes the signed-in person a member. */
export const POST = withSession({}, async ({ userId, params }) => {
  const ctx = systemContext("invitation");
  const slug = await acceptInvitation(ctx, { token: params.token ?? "", userId });
  return { redirectTo: await organizationHome(ctx, { userId, slug }) };
});
