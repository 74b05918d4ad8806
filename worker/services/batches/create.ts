import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
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
  const sender = senderOf(ctx, input);
  const createdAt = sender.updatedAt;
  const { count } = await ctx.db.prisma.batch.createMany({
    data: {
      id,
      environmentId,
      runCount,
      idempotencyKey: idempotencyKey ?? null,
      createdAt,
      ...sender,
    },
    skipDuplicates: true,
  });
  if (idempotencyKey === undefined)
    return { id, friendlyId: friendlyId("batch", id), runCount, isCached: false };
  const where = { environmentId, idempotencyKey };
  if (count === 0) await takeUp(ctx, where, sender);
  const batch = await ctx.db.prisma.batch.findFirstOrThrow({ where });
  return {
    id: batch.id,
    friendlyId: friendlyId("batch", batch.id),
    runCount: batch.runCount,
    isCached: batch.sealedAt !== null,
    idempotencyKey,
  };
}

/** Who sends the items, and since when. */
function senderOf(ctx: EnvironmentContext, input: CreateBatchInput) {
  const { parentRunId, resumeParentOnCompletion: isAwaited = false } = input;
  return {
    parentRunId: parentRunId ? parseFriendlyId("run", parentRunId) : null,
    isAwaited,
    updatedAt: ctx.clock(),
  };
}

/** One that never got all its items is completed by sending them again, also after it was given up. */
async function takeUp(
  ctx: EnvironmentContext,
  where: { environmentId: string; idempotencyKey: string },
  sender: ReturnType<typeof senderOf>,
): Promise<void> {
  await ctx.db.prisma.batch.updateMany({
    where: { ...where, sealedAt: null },
    data: { abortedAt: null, ...sender },
  });
}
