import type { AttemptInput } from "#sdk/wire/protocol.ts";
import type { ResolvedRetryOptions } from "#sdk/wire/retry.ts";
import { resolveTaskSettings, type TaskSettings } from "#worker/domain/task-settings.ts";
import type { ServiceContext } from "../context.ts";
import { type LoadedDeployment, loadDeployment } from "../deployments/load.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { loadVariables } from "../environment-variables/load.ts";
import { newId } from "../new-id.ts";
import { type RunChange, transitionRuns } from "../runs/transition.ts";
import { buildAttemptInput } from "./attempt-input.ts";
import { type DequeuedRun, type KnownStarts, readDequeuedRuns, startKnownRuns } from "./sql.ts";

/** An attempt that this worker owns until it completes it. */
export interface StartedAttempt {
  id: string;
  runId: string;
  environmentId: string;
  number: number;
  startedAt: Date;
  retry: ResolvedRetryOptions;
  maxDurationSeconds: number | undefined;
  machine: TaskSettings["machine"];
  isDurable: boolean;
  outOfMemoryMachine: TaskSettings["outOfMemoryMachine"];
  deployment: LoadedDeployment;
  input: AttemptInput;
}

/**
 * Starts the attempts of admitted runs, many with one statement; with three where a task or a
 * deployment is new to this process. Null where there is nothing to do: the run was canceled
 * meanwhile, its code is not here and it waits for it now, or its process is on another worker, which is told.
 */
export async function startAttempts(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<(StartedAttempt | null)[]> {
  const started = new Map<string, StartedAttempt>();
  for (const attempt of await startKnown(ctx, workerId, runIds))
    started.set(attempt.runId, attempt);
  const others = runIds.filter((id) => !started.has(id));
  for (const attempt of await startOthers(ctx, workerId, others)) {
    started.set(attempt.runId, attempt);
  }
  return runIds.map((id) => started.get(id) ?? null);
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
  const plans = await Promise.all(
    rows.map(async (run) => toAttempt(ctx, run, { id: run.attemptId, at })),
  );
  return plans.flatMap((plan) => ("attempt" in plan ? [plan.attempt] : []));
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
    runs.map(async (run) => ({ run, plan: await toAttempt(ctx, run, { id: newId(), at }) })),
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

type Plan = { attempt: StartedAttempt } | { parkedFor: string };

/** What starting this run would be, or why it cannot start. */
async function toAttempt(
  ctx: ServiceContext,
  run: DequeuedRun,
  { id, at }: { id: string; at: Date },
): Promise<Plan> {
  if (run.pinnedVersion && !run.deploymentId) {
    const parkedFor = `Version ${run.pinnedVersion}, which the run asks for, is not deployed here`;
    return { parkedFor };
  }
  if (!run.deploymentId) return { parkedFor: "Nothing is deployed in this environment" };
  const deployment = await loadDeployment(ctx, run.deploymentId);
  const scope = await loadEnvironmentScope(ctx, run.environmentId);
  const settings = resolveTaskSettings(deployment.manifest, run.taskSlug, run, scope.type);
  if (!settings) {
    return { parkedFor: `Version ${deployment.version} has no task “${run.taskSlug}”` };
  }
  const number = run.attemptNumber + 1;
  const variables = await loadVariables(ctx, run.environmentId, run.variablesVersion);
  const attempt = {
    id,
    runId: run.id,
    environmentId: run.environmentId,
    number,
    startedAt: at,
    retry: settings.retry,
    maxDurationSeconds: settings.maxDurationSeconds,
    machine: settings.machine,
    isDurable: settings.isDurable,
    outOfMemoryMachine: settings.outOfMemoryMachine,
    deployment,
    input: buildAttemptInput({ id, number, at, run, scope, settings, deployment, variables }),
  };
  return { attempt };
}

function toChange(run: DequeuedRun, plan: Plan, workerId: string, at: Date): RunChange {
  if ("parkedFor" in plan) {
    return { runId: run.id, to: "PENDING_VERSION", at, reason: plan.parkedFor };
  }
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

type KnownTask = KnownStarts["tasks"][number];

interface KnownTasks {
  list: () => KnownTask[];
  add: (task: KnownTask) => void;
}

const MAX_KNOWN_TASKS = 200;
const known = new WeakMap<object, Map<string, KnownTask>>();

/** Tasks that this process has started from a deployment, which never changes; the latest ones. */
function knownTasks(ctx: ServiceContext): KnownTasks {
  const tasks = known.get(ctx.db) ?? new Map<string, KnownTask>();
  known.set(ctx.db, tasks);
  return {
    list: () => [...tasks.values()],
    add: (task) => {
      tasks.set(`${task.deploymentId} ${task.taskSlug}`, task);
      const oldest = tasks.keys().next();
      if (tasks.size > MAX_KNOWN_TASKS && !oldest.done) tasks.delete(oldest.value);
    },
  };
}
