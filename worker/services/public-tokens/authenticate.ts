import { decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { PublicTokenActor } from "#worker/domain/permissions.ts";
import type { Authenticated } from "../api-keys/authenticate.ts";
import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { sha256 } from "../keyring.ts";
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
    const actor = await verify(token, ctx.keyring.open(key.keyEncrypted), ctx.clock());
    if (actor) {
      return {
        actor,
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

async function verify(token: string, secret: string, now: Date): Promise<PublicTokenActor | null> {
  try {
    const { payload } = await jwtVerify<Record<OwnClaim, unknown>>(
      token,
      new TextEncoder().encode(secret),
      {
        algorithms: ["HS256"],
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: now,
      },
    );
    return readActor(token, payload);
  } catch {
    return null;
  }
}

type OwnClaim = "otu" | "scopes" | "realtime";

/** What its claims allow. Whoever signs may write anything into them. */
function readActor(
  token: string,
  claims: JWTPayload & Record<OwnClaim, unknown>,
): PublicTokenActor {
  const { exp = 0, otu, scopes, realtime } = claims;
  const skipColumns = texts(Reflect.get(Object(realtime), "skipColumns"));
  return {
    kind: "publicToken",
    scopes: texts(scopes),
    ...(otu === true && {
      oneTime: { hash: sha256(token), expiresAt: new Date(exp * 1_000) },
    }),
    ...(skipColumns.length > 0 && { skipColumns }),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
