import { webcrypto } from "node:crypto";
import { SignJWT } from "jose";
import { friendlyId } from "#worker/domain/ids.ts";
import { cached } from "../cached.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";

export const ISSUER = "https://id.trigger.dev";
export const AUDIENCE = "https://api.trigger.dev";

/** Signed with the text of the environment's secret key, since clients sign their own in the same way. */
const readSigningKey = cached<webcrypto.CryptoKey>(
  async (ctx, environmentId) => {
    const key = await ctx.db.prisma.apiKey.findFirstOrThrow({
      where: { environmentId, isRoot: true, expiresAt: null },
    });
    const secret = new TextEncoder().encode(ctx.keyring.open(key.keyEncrypted));
    // Imported once: given as bytes it would be for every token, and each trigger gets one.
    return webcrypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
  },
  { keepMs: 2_000, maxEntries: 10_000 },
);

export interface PublicToken {
  scopes: string[];
  expiresIn: string;
  /** It triggers once. */
  oneTimeUse?: boolean | undefined;
  /** Columns that it may not follow in feeds of runs. */
  skipColumns?: string[] | undefined;
}

/** A token for a browser: it may do what the scopes say in this environment, until it expires. */
export async function signPublicToken(
  ctx: EnvironmentContext,
  { scopes, expiresIn, oneTimeUse, skipColumns }: PublicToken,
): Promise<string> {
  const key = await readSigningKey(ctx, ctx.environment.id);
  const limits = {
    ...(oneTimeUse && { otu: true }),
    ...(skipColumns && { realtime: { skipColumns } }),
  };
  // Two that work once must not be one.
  const id = oneTimeUse ? { jti: newId() } : {};
  return new SignJWT({ ...publicTokenClaims(ctx), scopes, ...limits, ...id })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(key);
}

/** What a client that signs by itself must put into the token. */
export function publicTokenClaims(ctx: EnvironmentContext): { sub: string; pub: true } {
  return { sub: friendlyId("env", ctx.environment.id), pub: true };
}
