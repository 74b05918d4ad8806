import { friendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { refuseFinishedParent } from "../runs/refuse-finished-parent.ts";
import type { CreateBatchInput } from "./schemas.ts";

export interface CreatedBatch {
  id: string;
  friendlyId: string;
  runCount: number;
  /** True: this key made a batch before, whose items need not be sent again. */
  isCached: boolean;
  idempotencyKey?: string;
}

/** Opens a batch; its items follow. The same idempotency key gives the batch that exists. */
export async function createBatch(
  ctx: EnvironmentContext,
  input: CreateBatchInput,
): Promise<CreatedBatch> {
  const tasks = input.taskIdentifiers ?? [];
  if (tasks.length === 0) authorize(ctx, "batchTrigger", { type: "tasks" }, { type: "batch" });
  // A key for some tasks must cover each of them.
  for (const id of tasks) authorize(ctx, "batchTrigger", { type: "tasks", id }, { type: "batch" });
  await refuseFinishedParent(ctx, input);
  const { idempotencyKey, runCount } = input;
  const id = newId();
  const environmentId = ctx.environment.id;
  const { count } = await ctx.db.prisma.batch.createMany({
    data: {
      id,
      environmentId,
      runCount,
      idempotencyKey: idempotencyKey ?? null,
      createdAt: ctx.clock(),
    },
    skipDuplicates: true,
  });
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  if (count === 1)
    return { id, friendlyId: friendlyId("batch", id), runCount, isCached: false, ...key };
  const existing = await ctx.db.prisma.batch.findFirstOrThrow({ where: { environmentId, ...key } });
  return {
    id: existing.id,
    friendlyId: friendlyId("batch", existing.id),
    runCount: existing.runCount,
    // One that never got all its items is completed by sending them again.
    isCached: existing.sealedAt !== null,
    ...key,
  };
}
