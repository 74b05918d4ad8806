import type { BatchObject } from "#sdk/wire/api.ts";
import { notFound } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { type BatchItem, readItems } from "./sql.ts";

/** A batch with the ids of its runs, in the order of its items. Throws NOT_FOUND. */
export async function getBatch(ctx: EnvironmentContext, batchId: string): Promise<BatchObject> {
  const id = parseFriendlyId("batch", batchId);
  const batch = id
    ? await ctx.db.prisma.batch.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!batch) throw notFound(`Batch ${batchId}`);
  authorize(ctx, "read", { type: "batch", id: batchId }, { type: "runs" });
  const items = await readItems(ctx.db.pool, batch.id);
  const errors = items.flatMap(({ index, taskSlug, error }) =>
    error === null ? [] : [{ index, taskIdentifier: taskSlug, error }],
  );
  return {
    id: batchId,
    status: statusOf(batch.sealedAt, items),
    createdAt: batch.createdAt.toISOString(),
    updatedAt: batch.updatedAt.toISOString(),
    runCount: batch.runCount,
    runs: items.flatMap(({ runId }) => (runId ? [friendlyId("run", runId)] : [])),
    processing: { errors, ...(batch.sealedAt && { completedAt: batch.sealedAt.toISOString() }) },
    ...(batch.idempotencyKey !== null && { idempotencyKey: batch.idempotencyKey }),
  };
}

function statusOf(sealedAt: Date | null, items: BatchItem[]): BatchObject["status"] {
  if (!sealedAt) return "PENDING";
  const failed = items.filter((item) => item.error !== null).length;
  if (failed === items.length) return "ABORTED";
  if (items.some((item) => item.error === null && item.finishedAt === null)) return "PROCESSING";
  return failed > 0 ? "PARTIAL_FAILED" : "COMPLETED";
}
