import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { resolvePackets } from "../packets/resolve.ts";
import { debounceRun } from "./debounce.ts";
import { insertRun } from "./insert-run.ts";
import { type NewRun, prepareRun, type TriggerRequest } from "./prepare-run.ts";
import { cancelWithFinishedParent, refuseFinishedParent } from "./refuse-finished-parent.ts";
import { findExistingRuns, releaseIdempotencyKeys } from "./sql.ts";

export interface TriggeredRun {
  id: string;
  friendlyId: string;
  /** True when an idempotency key led to a run that was there already. */
  isCached: boolean;
}

/**
 * Accepts a run: one insert, and the doorbell afterwards. The same request sent again after a lost
 * answer, or the same idempotency key, gives the run that exists.
 */
export async function triggerRun(
  ctx: EnvironmentContext,
  request: TriggerRequest,
): Promise<TriggeredRun> {
  authorize(ctx, "trigger", { type: "tasks", id: request.taskId });
  const { options = {} } = request.input;
  await refuseFinishedParent(ctx, options);
  const [input = request.input] = await resolvePackets(ctx, [request.input]);
  const run = await insertOrFind(ctx, prepareRun(newId(), { ...request, input }, ctx));
  if (!run.isCached) await cancelWithFinishedParent(ctx, options, [run.id]);
  return run;
}

const TRIES = 5;

/** Inserts a run that was prepared, or finds the one that has its key: an idempotency key comes before a debounce key. */
export async function insertOrFind(ctx: EnvironmentContext, run: NewRun): Promise<TriggeredRun> {
  // A key that was released between our two looks at it is free for the next insert.
  for (let tries = 0; tries < TRIES; tries++) {
    const { status, hasRung } = await insertRun(ctx.db.enginePool, run);
    if (status) {
      if (status === "QUEUED" && !hasRung) ctx.signals.workAvailable(ctx.environment.id);
      ctx.signals.runChanged(ctx.environment.id, run.id);
      return { id: run.id, friendlyId: friendlyId("run", run.id), isCached: false };
    }
    const existing = (await findExistingRuns(ctx.db.pool, [run])).get(run.id);
    if (existing?.matches === "REQUEST") {
      return { id: existing.id, friendlyId: friendlyId("run", existing.id), isCached: false };
    }
    if (existing && !existing.isKeyReleasable) {
      return { id: existing.id, friendlyId: friendlyId("run", existing.id), isCached: true };
    }
    if (existing) await releaseIdempotencyKeys(ctx.db.pool, [existing.id], run.createdAt);
    const pushedId = existing ? undefined : await debounceRun(ctx.db.pool, run);
    if (pushedId) {
      ctx.signals.runChanged(ctx.environment.id, pushedId);
      return { id: pushedId, friendlyId: friendlyId("run", pushedId), isCached: false };
    }
  }
  throw new DomainError(
    "CONFLICT",
    `Other requests with this key won ${TRIES} times. Send it again.`,
  );
}
