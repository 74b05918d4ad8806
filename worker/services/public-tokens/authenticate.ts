import { decodeJwt, jwtVerify } from "jose";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { Authenticated } from "../api-keys/authenticate.ts";
import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { AUDIENCE, ISSUER } from "./sign.ts";

/** Who a public token speaks for; null when it is not one, was not signed with this environment's key, or is over. */
export async function authenticatePublicToken(
  ctx: ServiceContext,
  token: string,
): Promise<Authenticated | null> {
  const environmentId = readEnvironment(token);
  if (!environmentId) return null;
  // The key in use first, then those replaced less than a day ago.
  const keys = await ctx.db.prisma.apiKey.findMany({
    where: {
      environmentId,
      // Others are never kept in a form that could sign.
      isRoot: true,
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.clock() } }],
    },
    orderBy: { id: "desc" },
  });
  for (const key of keys) {
    const scopes = await verify(token, ctx.keyring.open(key.keyEncrypted), ctx.clock());
    if (scopes) {
      return {
        actor: { kind: "publicToken", scopes },
        environment: await loadEnvironmentScope(ctx, environmentId),
      };
    }
  }
  return null;
}

function readEnvironment(token: string): string | null {
  try {
    const { sub, pub } = decodeJwt<{ pub?: unknown }>(token);
    return pub === true && sub ? parseFriendlyId("env", sub) : null;
  } catch {
    return null;
  }
}

async function verify(token: string, secret: string, now: Date): Promise<string[] | null> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: now,
    });
    const scopes = payload["scopes"];
    return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
  } catch {
    return null;
  }
}
