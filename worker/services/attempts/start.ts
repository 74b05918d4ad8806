import type { TaskRunError } from "#sdk/wire/errors.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { type RunChange, transitionRuns } from "../runs/transition.ts";
import { isItsOwnFault, serveApart } from "../serve-apart.ts";
import { knownTasks } from "./known-tasks.ts";
import { planStart, type StartPlan, unusable } from "./plan-start.ts";
import { type DequeuedRun, readDequeuedRuns, type StartedRun, startKnownRuns } from "./sql.ts";
import type { StartedAttempt } from "./started-attempt.ts";

/**
 * Starts the attempts of admitted runs, many with one statement; with three where a task or a
 * deployment is new to this process. Null where there is nothing to do: the run was canceled
 * meanwhile, its code is not here and it waits for it now, its process is on another worker, which is told,
 * or it can never start and has ended.
 */
export function startAttempts(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<(StartedAttempt | null)[]> {
  return serveApart<string, StartedAttempt | null>(runIds, {
    serve: (ids) => startTogether(ctx, workerId, ids),
    refuse: (id, error) => endInstead(ctx, id, error),
  });
}

/** The database does not take its start: it must not keep the others of its batch from theirs. */
async function endInstead(ctx: ServiceContext, runId: string, refusal: unknown): Promise<null> {
  const error = unusable({ pinnedVersion: null }, refusal);
  try {
    const ended = await transitionRuns(ctx.db.pool, [
      { runId, to: "SYSTEM_FAILURE", at: ctx.clock(), error },
    ]);
    for (const run of ended) ctx.signals.runChanged(run.environmentId, run.id);
  } catch (again) {
    // It stays admitted, and goes back to its place when it is found without a job.
    if (!isItsOwnFault(again)) throw again;
  }
  return null;
}

async function startTogether(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<(StartedAttempt | null)[]> {
  const started = new Map<string, StartedAttempt>();
  // A run that was handed back while its job was here, and admitted again, has two.
  const distinct = [...new Set(runIds)];
  for (const attempt of await startKnown(ctx, workerId, distinct))
    started.set(attempt.runId, attempt);
  const others = distinct.filter((id) => !started.has(id));
  for (const attempt of await startOthers(ctx, workerId, others)) {
    started.set(attempt.runId, attempt);
  }
  return runIds.map((id) => {
    const attempt = started.get(id) ?? null;
    started.delete(id);
    return attempt;
  });
}

async function startKnown(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<StartedAttempt[]> {
  const tasks = knownTasks(ctx).list();
  if (tasks.length === 0 || runIds.length === 0) return [];
  const at = ctx.clock();
  const rows = await startKnownRuns(ctx.db.enginePool, {
    workerId,
    at,
    runs: runIds.map((id) => ({ id, attemptId: newId() })),
    tasks,
  });
  for (const run of rows) ctx.signals.runChanged(run.environmentId, run.id);
  return planStarted(ctx, rows, at);
}

/** What the attempts of runs that have just been started are given; one that can never run has ended instead. */
export async function planStarted(
  ctx: ServiceContext,
  rows: StartedRun[],
  at: Date,
): Promise<StartedAttempt[]> {
  // One that cannot be planned now, since the database went away, is found as a stray and goes back.
  const plans = await Promise.allSettled(
    rows.map((run) => planStart(ctx, run, { id: run.attemptId, at })),
  );
  const changes: RunChange[] = [];
  const started: StartedAttempt[] = [];
  for (const [index, run] of rows.entries()) {
    const planned = plans[index];
    if (planned?.status !== "fulfilled") continue;
    const plan = planned.value;
    if ("attempt" in plan) started.push(plan.attempt);
    if ("error" in plan) changes.push(endOf(run, plan.error, at));
  }
  const ended = await transitionRuns(ctx.db.pool, changes);
  for (const run of ended) ctx.signals.runChanged(run.environmentId, run.id);
  return started;
}

/** Its attempt was opened before anybody could tell that it will never run. */
function endOf(run: StartedRun, error: TaskRunError, at: Date): RunChange {
  return {
    ...{ runId: run.id, to: "SYSTEM_FAILURE", at, error },
    fence: { attemptNumber: run.attemptNumber + 1 },
    attempt: { kind: "CLOSE", id: run.attemptId, status: "CRASHED", error },
  };
}

async function startOthers(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<StartedAttempt[]> {
  if (runIds.length === 0) return [];
  const at = ctx.clock();
  const found = await readDequeuedRuns(ctx.db.pool, runIds);
  for (const run of found) if (run.isSuspended) ctx.signals.resumeRequested(run.id);
  const runs = found.filter((run) => !run.isSuspended);
  const plans = await Promise.all(
    runs.map(async (run) => ({ run, plan: await planStart(ctx, run, { id: newId(), at }) })),
  );
  const moved = await transitionRuns(
    ctx.db.pool,
    plans.map(({ run, plan }) => toChange(run, plan, workerId, at)),
  );
  for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
  const movedIds = new Set(moved.map((run) => run.id));
  return plans.flatMap(({ run, plan }) => {
    if (!("attempt" in plan) || !movedIds.has(run.id)) return [];
    knownTasks(ctx).add({ deploymentId: plan.attempt.deployment.id, taskSlug: run.taskSlug });
    return [plan.attempt];
  });
}

function toChange(run: DequeuedRun, plan: StartPlan, workerId: string, at: Date): RunChange {
  if ("parkedFor" in plan) {
    return { runId: run.id, to: "PENDING_VERSION", at, reason: plan.parkedFor };
  }
  if ("error" in plan) return { runId: run.id, to: "SYSTEM_FAILURE", at, error: plan.error };
  const { id, number, deployment } = plan.attempt;
  return {
    runId: run.id,
    to: "EXECUTING",
    at,
    fence: { attemptNumber: run.attemptNumber },
    attemptNumber: number,
    deploymentId: deployment.id,
    attempt: { kind: "OPEN", id, workerId, deploymentId: deployment.id },
  };
}
