import { friendlyId } from "#worker/domain/ids.ts";
import type { ApiKeyView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** The environment's keys that still work, the root key first. Never the secrets themselves. */
export async function listApiKeys(ctx: EnvironmentContext): Promise<ApiKeyView[]> {
  authorize(ctx, "read", { type: "apiKeys" });
  const keys = await ctx.db.prisma.apiKey.findMany({
    where: {
      environmentId: ctx.environment.id,
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.clock() } }],
    },
    orderBy: [{ isRoot: "desc" }, { id: "desc" }],
  });
  return keys.map((key) => ({
    id: friendlyId("apikey", key.id),
    name: key.name,
    masked: key.masked,
    isRoot: key.isRoot,
    createdAt: key.createdAt.toISOString(),
    ...(key.lastUsedAt && { lastUsedAt: key.lastUsedAt.toISOString() }),
    ...(key.expiresAt && { expiresAt: key.expiresAt.toISOString() }),
  }));
}
