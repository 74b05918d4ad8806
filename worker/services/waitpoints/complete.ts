import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext, ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { isCallbackHash } from "./callback.ts";
import { COMPLETE_WAITPOINT } from "./sql.ts";

const OUTPUT_LIMIT_BYTES = 10 * 1024 * 1024;

/**
 * Completes a token: runs that wait for it go on, with `data` as what they waited for. The first one
 * wins; a token that is complete or has timed out stays as it is, and that is no error. Throws NOT_FOUND.
 */
export async function completeWaitpoint(
  ctx: EnvironmentContext,
  { tokenId, data }: { tokenId: string; data: unknown },
): Promise<void> {
  authorize(ctx, "write", { type: "waitpoints", id: tokenId });
  const id = parseFriendlyId("waitpoint", tokenId);
  const { rowCount } = await ctx.db.pool.query({
    name: "complete-waitpoint",
    text: COMPLETE_WAITPOINT,
    values: [id, ctx.environment.id, ctx.clock(), toOutput(data)],
  });
  if (rowCount === 1) return;
  const where = { id: id ?? "", environmentId: ctx.environment.id };
  if (!id || (await ctx.db.prisma.waitpoint.count({ where })) === 0) {
    throw notFound(`Token ${tokenId}`);
  }
}

/** The same for whoever has its address and no key. Throws UNAUTHENTICATED for a wrong address. */
export async function completeByCallback(
  ctx: ServiceContext,
  { tokenId, hash, data }: { tokenId: string; hash: string; data: unknown },
): Promise<void> {
  const id = parseFriendlyId("waitpoint", tokenId);
  if (!id || !isCallbackHash(ctx, id, hash)) {
    throw new DomainError("UNAUTHENTICATED", "This is not the callback address of a token.");
  }
  const found = await ctx.db.prisma.waitpoint.findUnique({
    where: { id },
    select: { environmentId: true },
  });
  if (!found) throw notFound(`Token ${tokenId}`);
  const environment = await loadEnvironmentScope(ctx, found.environmentId);
  const actor = { kind: "system", name: "callback" } as const;
  await completeWaitpoint({ ...ctx, actor, environment }, { tokenId, data });
}

function toOutput(data: unknown): string | null {
  const text = JSON.stringify(data);
  if (text === undefined) return null;
  const bytes = Buffer.byteLength(text);
  if (bytes <= OUTPUT_LIMIT_BYTES) return text;
  throw new DomainError(
    "TOO_LARGE",
    `The data has ${bytes} bytes; ${OUTPUT_LIMIT_BYTES} are allowed. Store it elsewhere and send its address.`,
  );
}
