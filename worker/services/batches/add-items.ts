import type { Batch } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { can } from "#worker/domain/permissions.ts";
import type { TraceOrigin } from "#worker/domain/run-trace.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { resolvePackets } from "../packets/resolve.ts";
import { type NewRun, prepareRun } from "../runs/prepare-run.ts";
import { insertRuns } from "../runs/sql.ts";
import { insertOrFind } from "../runs/trigger.ts";
import type { BatchItemInput } from "./schemas.ts";
import { type BatchException, findTakenPlaces, recordExceptions } from "./sql.ts";

/**
 * Triggers items of a batch, any number with the same few statements. An item that was sent before
 * is passed over; one that breaks a rule is noted with its reason and does not hold up the others.
 * Throws UNPROCESSABLE for a batch that is not this environment's.
 */
export async function addBatchItems(
  ctx: EnvironmentContext,
  batchId: string,
  items: BatchItemInput[],
  trace?: TraceOrigin,
): Promise<{ accepted: number; deduplicated: number }> {
  authorizeItems(ctx, batchId, items);
  const batch = await findOpenBatch(ctx, batchId);
  if (!batch) return { accepted: 0, deduplicated: 0 };
  const { runs, exceptions } = prepareItems(ctx, batch, await resolvePackets(ctx, items), trace);
  const statuses = await insertRuns(ctx.db.enginePool, runs);
  const refused = runs.filter((_, index) => statuses[index] === null);
  const settled = await settleRefused(ctx, batch.id, refused);
  const noted = await recordExceptions(ctx.db.pool, batch.id, [...exceptions, ...settled]);
  if (statuses.includes("QUEUED")) ctx.signals.workAvailable(ctx.environment.id);
  for (const [index, run] of runs.entries()) {
    if (statuses[index] !== null) ctx.signals.runChanged(ctx.environment.id, run.id);
  }
  const accepted = runs.length - refused.length + noted;
  return { accepted, deduplicated: items.length - accepted };
}

/** Whoever may write to this very batch was allowed its tasks when it was created. */
function authorizeItems(ctx: EnvironmentContext, batchId: string, items: BatchItemInput[]): void {
  const batch = { type: "batch", id: batchId } as const;
  if (can(ctx.actor, "write", [batch])) return;
  for (const id of new Set(items.map((item) => item.task))) {
    authorize(ctx, "batchTrigger", { type: "tasks", id }, batch);
  }
}

/** Null when it is sealed: there is nothing to add, and that is no error. */
export async function findOpenBatch(
  ctx: EnvironmentContext,
  batchId: string,
): Promise<Batch | null> {
  const id = parseFriendlyId("batch", batchId);
  const batch = id
    ? await ctx.db.prisma.batch.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!batch) {
    throw new DomainError("UNPROCESSABLE", `There is no batch ${batchId} here. Create one first.`);
  }
  return batch.sealedAt ? null : batch;
}

function prepareItems(
  ctx: EnvironmentContext,
  batch: Batch,
  items: BatchItemInput[],
  trace: TraceOrigin | undefined,
) {
  const runs: NewRun[] = [];
  const exceptions: BatchException[] = [];
  for (const { index, task, ...input } of items) {
    try {
      if (index >= batch.runCount) {
        throw new DomainError(
          "VALIDATION",
          `The batch has ${batch.runCount} places; ${index} is none.`,
        );
      }
      const place = { id: batch.id, index };
      runs.push(prepareRun(newId(), { taskId: task, input, batch: place, trace }, ctx));
    } catch (error) {
      if (!(error instanceof DomainError) || index >= batch.runCount) throw error;
      exceptions.push({ index, taskSlug: task, runId: null, error: error.message });
    }
  }
  return { runs, exceptions };
}

/** Runs that the insert passed over: sent before, or their idempotency or debounce key leads to another run. */
async function settleRefused(
  ctx: EnvironmentContext,
  batchId: string,
  refused: NewRun[],
): Promise<BatchException[]> {
  if (refused.length === 0) return [];
  const taken = await findTakenPlaces(ctx.db.pool, batchId);
  const exceptions: BatchException[] = [];
  for (const run of refused) {
    if (run.batchIndex === null || taken.has(run.batchIndex)) continue;
    const found = await insertOrFind(ctx, run);
    // A key that was free after all: the run has its place now.
    if (found.id === run.id) continue;
    exceptions.push({
      index: run.batchIndex,
      taskSlug: run.taskSlug,
      runId: found.id,
      error: null,
    });
  }
  return exceptions;
}
