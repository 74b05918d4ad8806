import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { friendlyId } from "#worker/domain/ids.ts";
import { cached } from "../cached.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";

export const ISSUER = "https://id.trigger.dev";
export const AUDIENCE = "https://api.trigger.dev";

/** Signed with the text of the environment's secret key, since clients sign their own in the same way. */
const readSigningKey = cached<KeyObject>(
  async (ctx, environmentId) => {
    const key = await ctx.db.prisma.apiKey.findFirstOrThrow({
      where: { environmentId, isRoot: true, expiresAt: null },
    });
    return createSecretKey(ctx.keyring.open(key.keyEncrypted), "utf8");
  },
  { keepMs: 2_000, maxEntries: 10_000 },
);

export interface PublicToken {
  scopes: string[];
  expiresInSeconds: number;
  /** It triggers once. */
  oneTimeUse?: boolean | undefined;
  /** Columns that it may not follow in feeds of runs. */
  skipColumns?: string[] | undefined;
}

/** A token for a browser: it may do what the scopes say in this environment, until it expires. */
export async function signPublicToken(
  ctx: EnvironmentContext,
  { scopes, expiresInSeconds, oneTimeUse, skipColumns }: PublicToken,
): Promise<string> {
  const key = await readSigningKey(ctx, ctx.environment.id);
  const limits = {
    ...(oneTimeUse && { otu: true }),
    ...(skipColumns && { realtime: { skipColumns } }),
  };
  // Two that work once must not be one.
  const id = oneTimeUse ? { jti: newId() } : {};
  const iat = Math.floor(ctx.clock().getTime() / 1_000);
  const times = { iat, exp: iat + expiresInSeconds };
  const claims = { ...publicTokenClaims(ctx), scopes, ...limits, ...id };
  return sign({ ...claims, iss: ISSUER, aud: AUDIENCE, ...times }, key);
}

const HEADER = base64url({ alg: "HS256" });

/**
 * A library would sign with Web Crypto, which sends each token through a pool of threads: with its checks of claims an
 * eighth of what a trigger costs the web process, for what takes some microseconds. What others sign is for a library to read.
 */
function sign(claims: object, key: KeyObject): string {
  const text = `${HEADER}.${base64url(claims)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** What a client that signs by itself must put into the token. */
export function publicTokenClaims(ctx: EnvironmentContext): { sub: string; pub: true } {
  return { sub: friendlyId("env", ctx.environment.id), pub: true };
}
