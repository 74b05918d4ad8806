import { friendlyId } from "#worker/domain/ids.ts";
import type { ApiKeyView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** The root key first, and those it replaced while they work; then every other key, ended ones too. Never a secret. */
export async function listApiKeys(ctx: EnvironmentContext): Promise<ApiKeyView[]> {
  authorize(ctx, "read", { type: "apiKeys" });
  const keys = await ctx.db.prisma.apiKey.findMany({
    where: {
      environmentId: ctx.environment.id,
      OR: [{ isRoot: false }, { expiresAt: null }, { expiresAt: { gt: ctx.clock() } }],
    },
    orderBy: [{ isRoot: "desc" }, { id: "desc" }],
  });
  return keys.map((key) => ({
    id: friendlyId("apikey", key.id),
    name: key.name,
    masked: key.masked,
    isRoot: key.isRoot,
    scopes: key.scopes,
    ...(key.createdBy !== null && { createdBy: key.createdBy }),
    createdAt: key.createdAt.toISOString(),
    ...(key.lastUsedAt && { lastUsedAt: key.lastUsedAt.toISOString() }),
    ...(key.revokedAt && { revokedAt: key.revokedAt.toISOString() }),
    ...(key.expiresAt && { expiresAt: key.expiresAt.toISOString() }),
  }));
}
