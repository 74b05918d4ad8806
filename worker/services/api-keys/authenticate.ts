import type { ApiKey } from "#prisma/generated/client.ts";
import type { Actor } from "#worker/domain/permissions.ts";
import { cached } from "../cached.ts";
import type { EnvironmentScope, ServiceContext } from "../context.ts";
import { environmentScopeSelect, toEnvironmentScope } from "../environment-scope.ts";
import { sha256 } from "../keyring.ts";

export interface Authenticated {
  actor: Actor;
  environment: EnvironmentScope;
}

type KnownKey = { key: Pick<ApiKey, "id" | "scopes" | "expiresAt">; environment: EnvironmentScope };

/** A key that is revoked works a moment longer in the processes that have just seen it. */
const findKey = cached<KnownKey | null>(
  async (ctx, hash) => {
    const row = await ctx.db.prisma.apiKey.findUnique({
      where: { keyHash: new Uint8Array(Buffer.from(hash, "hex")) },
      select: {
        id: true,
        scopes: true,
        expiresAt: true,
        revokedAt: true,
        environment: { select: environmentScopeSelect },
      },
    });
    if (!row || row.revokedAt) return null;
    await touch(ctx, row.id);
    return { key: row, environment: toEnvironmentScope(row.environment) };
  },
  { keepMs: 2_000, maxEntries: 10_000 },
);

/** Who holds this secret key; null when it is unknown, revoked or has expired. */
export async function authenticateApiKey(
  ctx: ServiceContext,
  secret: string,
): Promise<Authenticated | null> {
  const known = await findKey(ctx, Buffer.from(sha256(secret)).toString("hex"));
  if (!known) return null;
  const { key, environment } = known;
  if (key.expiresAt && key.expiresAt <= ctx.clock()) return null;
  return { actor: { kind: "apiKey", apiKeyId: key.id, scopes: key.scopes }, environment };
}

/** "Last used" is right to the minute, so that a busy key is not a write on every call. */
async function touch(ctx: ServiceContext, id: string): Promise<void> {
  await ctx.db.relaxedPool.query({
    name: "touch-api-key",
    text: `
      UPDATE api_key SET last_used_at = $2
      WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')`,
    values: [id, ctx.clock()],
  });
}
