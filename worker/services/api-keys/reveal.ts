import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** The root key itself, for copying. Of other keys only the hash is kept. */
export async function revealApiKey(ctx: EnvironmentContext, apiKeyId: string): Promise<string> {
  authorize(ctx, "admin", { type: "apiKeys", id: apiKeyId });
  const id = parseFriendlyId("apikey", apiKeyId);
  const key = id
    ? await ctx.db.prisma.apiKey.findFirst({
        where: { id, environmentId: ctx.environment.id, isRoot: true },
      })
    : null;
  if (!key) throw notFound(`API key ${apiKeyId}`);
  return ctx.keyring.open(key.keyEncrypted);
}
