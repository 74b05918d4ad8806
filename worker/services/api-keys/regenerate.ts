import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { generateSecretKey, rootKeyRow } from "./secret-key.ts";

/** Time to bring the new key to every place that has the old one. */
const OVERLAP_MS = 24 * 3_600_000;

/** Makes a new root key and returns it; the old one works for 24 more hours. */
export async function regenerateApiKey(ctx: EnvironmentContext, apiKeyId: string): Promise<string> {
  authorize(ctx, "admin", { type: "apiKeys", id: apiKeyId });
  const id = parseFriendlyId("apikey", apiKeyId);
  const { environment } = ctx;
  const secret = generateSecretKey(environment.type);
  await ctx.db.prisma.$transaction(async (tx) => {
    const key = id
      ? await tx.apiKey.findFirst({ where: { id, environmentId: environment.id } })
      : null;
    if (!key) throw notFound(`API key ${apiKeyId}`);
    // Only the key in use: of two people who press the button at once, one wins.
    const expiresAt = new Date(ctx.clock().getTime() + OVERLAP_MS);
    const { count } = await tx.apiKey.updateMany({
      where: { id: key.id, isRoot: true, expiresAt: null },
      data: { expiresAt, name: "Root key (replaced)" },
    });
    if (count === 0)
      throw new DomainError("CONFLICT", "This key was replaced already. Reload the page.");
    await tx.apiKey.create({ data: rootKeyRow(ctx.keyring, environment, secret) });
  });
  return secret;
}
