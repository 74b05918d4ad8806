import { systemContext } from "#app/_lib/services.ts";
import { withSession } from "#app/_lib/with-session.ts";
import { revokeSession } from "#worker/services/sessions/revoke.ts";

export const DELETE = withSession({}, async ({ userId, params }) => {
  await revokeSession(systemContext("account"), { userId, id: params.sessionId ?? "" });
  return { success: true };
});
