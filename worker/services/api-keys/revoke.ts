import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** Ends a key for good; processes that have just seen it take two seconds. The root key is regenerated instead. */
export async function revokeApiKey(ctx: EnvironmentContext, apiKeyId: string): Promise<void> {
  authorize(ctx, "admin", { type: "apiKeys", id: apiKeyId });
  const id = parseFriendlyId("apikey", apiKeyId);
  const where = { environmentId: ctx.environment.id, isRoot: false };
  const known = id ? await ctx.db.prisma.apiKey.findFirst({ where: { ...where, id } }) : null;
  if (!known) throw notFound(`API key ${apiKeyId}`);
  await ctx.db.prisma.apiKey.updateMany({
    where: { ...where, id: known.id, revokedAt: null },
    data: { revokedAt: ctx.clock() },
  });
}
