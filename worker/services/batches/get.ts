import type { BatchObject } from "#sdk/wire/api.ts";
import { abortReason, batchStatus } from "#worker/domain/batch-status.ts";
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
  const { sealedAt, abortedAt, runCount } = batch;
  const errors = items.flatMap(({ index, taskSlug, error }) =>
    error === null ? [] : [{ index, taskIdentifier: taskSlug, error }],
  );
  const missing = abortedAt ? missingPlaces(items, runCount) : [];
  const error = abortReason({ arrived: runCount - missing.length, expected: runCount });
  return {
    id: batchId,
    status: batchStatus({ sealedAt, abortedAt, ...countItems(items) }),
    createdAt: batch.createdAt.toISOString(),
    updatedAt: batch.updatedAt.toISOString(),
    runCount,
    runs: items.flatMap(({ runId }) => (runId ? [friendlyId("run", runId)] : [])),
    processing: {
      // Nobody has said which tasks they are of.
      errors: [...errors, ...missing.map((index) => ({ index, taskIdentifier: "", error }))],
      ...(sealedAt && { completedAt: sealedAt.toISOString() }),
    },
    ...(batch.idempotencyKey !== null && { idempotencyKey: batch.idempotencyKey }),
  };
}

function countItems(items: BatchItem[]) {
  const runs = items.filter(({ error }) => error === null);
  const over = runs.filter(({ finishedAt }) => finishedAt !== null).length;
  return { refused: items.length - runs.length, open: runs.length - over, over };
}

function missingPlaces(items: BatchItem[], runCount: number): number[] {
  const taken = new Set(items.map(({ index }) => index));
  return Array.from({ length: runCount }, (_, index) => index).filter((index) => !taken.has(index));
}
