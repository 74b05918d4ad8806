import { webcrypto } from "node:crypto";
import { SignJWT } from "jose";
import { friendlyId } from "#worker/domain/ids.ts";
import { cached } from "../cached.ts";
import type { EnvironmentContext } from "../context.ts";

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

/** A token for a browser: it may do what the scopes say in this environment, until it expires. */
export async function signPublicToken(
  ctx: EnvironmentContext,
  { scopes, expiresIn }: { scopes: string[]; expiresIn: string },
): Promise<string> {
  const key = await readSigningKey(ctx, ctx.environment.id);
  return new SignJWT({ ...publicTokenClaims(ctx), scopes })
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
