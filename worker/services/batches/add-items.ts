import type { Batch } from "#prisma/generated/client.ts";
import { SEAL_MINUTES } from "#worker/domain/batch-status.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { can } from "#worker/domain/permissions.ts";
import type { TraceOrigin } from "#worker/domain/run-trace.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { resolvePackets } from "../packets/resolve.ts";
import { type NewRun, prepareRun } from "../runs/prepare-run.ts";
import { cancelWithFinishedParent, refuseFinishedParent } from "../runs/refuse-finished-parent.ts";
import {
  type ExistingRun,
  findExistingRuns,
  insertRuns,
  releaseIdempotencyKeys,
} from "../runs/sql.ts";
import { insertOrFind } from "../runs/trigger.ts";
import type { BatchItemInput } from "./schemas.ts";
import { type BatchException, findTakenPlaces, recordExceptions } from "./sql.ts";

/**
 * Triggers items of a batch, any number with the same few statements. An item that was sent before
 * is passed over; one that breaks a rule is noted with its reason and does not hold up the others.
 * Throws UNPROCESSABLE for a batch that is not this environment's or was given up, and for one that a run
 * waits for which is over: what was just triggered ends with it.
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
  const awaited = {
    parentRunId: batch.parentRunId ? friendlyId("run", batch.parentRunId) : undefined,
    resumeParentOnCompletion: batch.isAwaited,
  };
  await refuseFinishedParent(ctx, awaited);
  const { runs, exceptions } = prepareItems(ctx, batch, await resolvePackets(ctx, items), trace);
  const statuses = await insertRuns(ctx.db.enginePool, runs);
  const refused = runs.filter((_, index) => statuses[index] === null);
  const settled = await settleRefused(ctx, batch.id, refused);
  const noted = await recordExceptions(ctx.db.pool, batch.id, [
    ...exceptions,
    ...settled.exceptions,
  ]);
  if (statuses.includes("QUEUED")) ctx.signals.workAvailable(ctx.environment.id);
  for (const [index, run] of runs.entries()) {
    if (statuses[index] !== null) ctx.signals.runChanged(ctx.environment.id, run.id);
  }
  const inserted = runs.filter((_, index) => statuses[index] !== null).map(({ id }) => id);
  await cancelWithFinishedParent(ctx, awaited, [...inserted, ...settled.inserted]);
  const accepted = inserted.length + settled.inserted.length + noted;
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

/** Null when it is sealed: there is nothing to add, and that is no error. Throws UNPROCESSABLE for one that was given up. */
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
  if (batch.abortedAt) {
    throw new DomainError(
      "UNPROCESSABLE",
      `Batch ${batchId} was given up: its items did not all arrive within ${SEAL_MINUTES} minutes. Create another one, or this one again with its idempotency key.`,
    );
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
      const run = prepareRun(newId(), { taskId: task, input, batch: place, trace }, ctx);
      runs.push({ ...run, parentRunId: run.parentRunId ?? batch.parentRunId });
    } catch (error) {
      if (!(error instanceof DomainError) || index >= batch.runCount) throw error;
      exceptions.push({ index, taskSlug: task, runId: null, error: error.message });
    }
  }
  return { runs, exceptions };
}

/**
 * Runs that the insert passed over: sent before, or their idempotency or debounce key leads to another run. A few
 * statements for all of them; those that debounce, or that others take a key from meanwhile, are seen to one by one.
 */
async function settleRefused(
  ctx: EnvironmentContext,
  batchId: string,
  refused: NewRun[],
): Promise<{ exceptions: BatchException[]; inserted: string[] }> {
  if (refused.length === 0) return { exceptions: [], inserted: [] };
  const taken = await findTakenPlaces(ctx.db.pool, batchId);
  const open = refused.filter(({ batchIndex }) => batchIndex !== null && !taken.has(batchIndex));
  const existing = await findExistingRuns(ctx.db.pool, open);
  const released = await insertWhereReleased(ctx, open, existing);
  const inserted = [...released];
  const exceptions: BatchException[] = [];
  for (const run of open) {
    if (released.has(run.id) || run.batchIndex === null) continue;
    const found = existing.get(run.id);
    const isHeld = found?.matches === "IDEMPOTENCY_KEY" && !found.isKeyReleasable;
    const { id } = isHeld ? found : await insertOrFind(ctx, run);
    // A key that was free after all: the run has its place now.
    if (id === run.id) inserted.push(id);
    else exceptions.push({ index: run.batchIndex, taskSlug: run.taskSlug, runId: id, error: null });
  }
  return { exceptions, inserted };
}

/** Takes the keys that have expired, or whose runs failed. The ids of the runs that have their places now. */
async function insertWhereReleased(
  ctx: EnvironmentContext,
  open: NewRun[],
  existing: Map<string, ExistingRun>,
): Promise<Set<string>> {
  const runs = open.filter(({ id }) => existing.get(id)?.isKeyReleasable);
  if (runs.length === 0) return new Set();
  const holders = runs.flatMap(({ id }) => existing.get(id)?.id ?? []);
  await releaseIdempotencyKeys(ctx.db.pool, holders, ctx.clock());
  const statuses = await insertRuns(ctx.db.enginePool, runs);
  if (statuses.includes("QUEUED")) ctx.signals.workAvailable(ctx.environment.id);
  const inserted = runs.filter((_, index) => statuses[index] !== null);
  for (const { id } of inserted) ctx.signals.runChanged(ctx.environment.id, id);
  return new Set(inserted.map(({ id }) => id));
}
