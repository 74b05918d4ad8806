import { systemContext } from "#app/_lib/services.ts";
import { withSession } from "#app/_lib/with-session.ts";
import { listSessions } from "#worker/services/sessions/list.ts";
import { revokeOtherSessions } from "#worker/services/sessions/revoke.ts";

export const GET = withSession({}, async ({ userId, sessionId }) => ({
  data: await listSessions(systemContext("account"), { userId, sessionId }),
}));

/** Signs out everywhere else. */
export const DELETE = withSession({}, async ({ userId, sessionId }) => ({
  revokedCount: await revokeOtherSessions(systemContext("account"), { userId, sessionId }),
}));
