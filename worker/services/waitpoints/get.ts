import type { Waitpoint } from "#prisma/generated/client.ts";
import type { WaitpointDetail } from "#sdk/wire/waitpoint.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentWaitpointDetail } from "./present.ts";

/** A token with its output. Throws NOT_FOUND. */
export async function getWaitpoint(
  ctx: EnvironmentContext,
  tokenId: string,
): Promise<WaitpointDetail> {
  return presentWaitpointDetail(ctx, await findReadable(ctx, tokenId));
}

/** Throws NOT_FOUND, also for a token of another environment, and FORBIDDEN. */
export async function findReadable(ctx: EnvironmentContext, tokenId: string): Promise<Waitpoint> {
  authorize(ctx, "read", { type: "waitpoints", id: tokenId });
  const id = parseFriendlyId("waitpoint", tokenId);
  const environmentId = ctx.environment.id;
  const row = id ? await ctx.db.prisma.waitpoint.findFirst({ where: { id, environmentId } }) : null;
  if (!row) throw notFound(`Token ${tokenId}`);
  return row;
}
