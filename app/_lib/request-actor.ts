import { DomainError } from "#worker/domain/errors.ts";
import { type Authenticated, authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";
import { authenticatePublicToken } from "#worker/services/public-tokens/authenticate.ts";
import { getAuth } from "./auth.ts";

/** Set by the dashboard beside its cookie: which environment the call is about. */
export const ENVIRONMENT_HEADER = "x-pawl-environment";

/** Who sends this request, and for which environment: a secret key, a public token, or a signed-in person. */
export async function authenticateRequest(
  ctx: ServiceContext,
  request: Request,
): Promise<Authenticated> {
  const token = readBearer(request);
  if (token) {
    const known = await (isJwt(token)
      ? authenticatePublicToken(ctx, token)
      : authenticateApiKey(ctx, token));
    if (known) return known;
    throw new DomainError("UNAUTHENTICATED", explain(token));
  }
  const environmentId = request.headers.get(ENVIRONMENT_HEADER);
  const userId = environmentId ? await readUserId(request.headers) : null;
  if (!environmentId || !userId) {
    throw new DomainError(
      "UNAUTHENTICATED",
      "No key was sent. Send the environment's secret key as “Authorization: Bearer tr_…”; it is on the API keys page.",
    );
  }
  const member = await authenticateMember(ctx, { userId, environmentId });
  // Somebody else's environment looks like one that does not exist.
  if (!member) throw new DomainError("NOT_FOUND", "Environment not found.");
  return member;
}

/** Who is signed in, from the session cookie, and with which session. */
export async function readSession(
  headers: Headers,
): Promise<{ userId: string; sessionId: string } | null> {
  const found = await getAuth().api.getSession({ headers });
  return found && { userId: found.user.id, sessionId: found.session.id };
}

/** The signed-in user's id. */
export async function readUserId(headers: Headers): Promise<string | null> {
  return (await readSession(headers))?.userId ?? null;
}

function readBearer(request: Request): string | undefined {
  return request.headers.get("authorization")?.match(/^Bearer\s+(\S+)$/i)?.[1];
}

function isJwt(token: string): boolean {
  return token.split(".").length === 3;
}

function explain(token: string): string {
  if (isJwt(token)) return "This public token is not valid here, or it has expired.";
  if (token.startsWith("pk_"))
    return "Public API keys are no longer accepted. Use a public token or the secret key.";
  return "This secret key is unknown. Copy the key of the right environment from the API keys page.";
}
