import { notFound } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import type { BatchDetailView } from "#worker/domain/insight/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentBatch } from "./present.ts";
import { countBatches, NO_ITEMS } from "./sql.ts";

const SHOWN = 200;

/** A batch with what became of its items, and why some became no run. Throws NOT_FOUND. */
export async function getBatchProgress(
  ctx: EnvironmentContext,
  batchId: string,
): Promise<BatchDetailView> {
  const id = parseFriendlyId("batch", batchId);
  const batch = id
    ? await ctx.db.prisma.batch.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!batch) throw notFound(`Batch ${batchId}`);
  authorize(ctx, "read", { type: "batch", id: batchId }, { type: "runs" });
  const exceptions = (isRefused: boolean) =>
    ctx.db.prisma.batchException.findMany({
      where: { batchId: batch.id, error: isRefused ? { not: null } : null },
      orderBy: { index: "asc" },
      take: SHOWN,
    });
  const [counts, refused, reused] = await Promise.all([
    countBatches(ctx.db.pool, [batch.id]),
    exceptions(true),
    exceptions(false),
  ]);
  return {
    ...presentBatch(batch, counts.get(batch.id) ?? NO_ITEMS),
    refused: refused.map(({ index, taskSlug, error }) => ({
      ...{ index, task: taskSlug, reason: error ?? "" },
    })),
    reused: reused.flatMap(({ index, taskSlug, runId }) =>
      runId ? [{ index, task: taskSlug, runId: friendlyId("run", runId) }] : [],
    ),
  };
}
