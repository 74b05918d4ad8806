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
import { type DequeuedRun, readDequeuedRuns } from "./sql.ts";

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
  deployment: LoadedDeployment;
  input: AttemptInput;
}

/**
 * Starts the attempts of admitted runs, many with two statements. Null where there is nothing to do:
 * the run was canceled meanwhile, or its code is not here and it waits for it now.
 */
export async function startAttempts(
  ctx: ServiceContext,
  workerId: string,
  runIds: string[],
): Promise<(StartedAttempt | null)[]> {
  const runs = new Map((await readDequeuedRuns(ctx.db.pool, runIds)).map((run) => [run.id, run]));
  const at = ctx.clock();
  const plans = await Promise.all(
    runIds.map((id) => {
      const run = runs.get(id);
      return run ? planAttempt(ctx, workerId, run, at) : null;
    }),
  );
  const moved = await transitionRuns(
    ctx.db.pool,
    plans.flatMap((plan) => (plan ? [plan.change] : [])),
  );
  for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
  const started = new Set(moved.filter((run) => run.status === "EXECUTING").map((run) => run.id));
  return plans.map((plan) =>
    plan?.attempt && started.has(plan.attempt.runId) ? plan.attempt : null,
  );
}

interface AttemptPlan {
  change: RunChange;
  attempt: StartedAttempt | null;
}

async function planAttempt(
  ctx: ServiceContext,
  workerId: string,
  run: DequeuedRun,
  at: Date,
): Promise<AttemptPlan> {
  const parked = (reason: string): AttemptPlan => ({
    change: { runId: run.id, to: "PENDING_VERSION", at, reason },
    attempt: null,
  });
  if (run.pinnedVersion && !run.deploymentId) {
    return parked(`Version ${run.pinnedVersion}, which the run asks for, is not deployed here`);
  }
  if (!run.deploymentId) return parked("Nothing is deployed in this environment");
  const deployment = await loadDeployment(ctx, run.deploymentId);
  const scope = await loadEnvironmentScope(ctx, run.environmentId);
  const settings = resolveTaskSettings(deployment.manifest, run.taskSlug, run, scope.type);
  if (!settings) return parked(`Version ${deployment.version} has no task “${run.taskSlug}”`);

  const id = newId();
  const number = run.attemptNumber + 1;
  const variables = await loadVariables(ctx, run.environmentId);
  const attempt: StartedAttempt = {
    id,
    runId: run.id,
    environmentId: run.environmentId,
    number,
    startedAt: at,
    retry: settings.retry,
    maxDurationSeconds: settings.maxDurationSeconds,
    machine: settings.machine,
    deployment,
    input: buildAttemptInput({ id, number, at, run, scope, settings, deployment, variables }),
  };
  return {
    change: {
      runId: run.id,
      to: "EXECUTING",
      at,
      fence: { attemptNumber: run.attemptNumber },
      attemptNumber: number,
      deploymentId: deployment.id,
      attempt: { kind: "OPEN", id, workerId, deploymentId: deployment.id },
    },
    attempt,
  };
}
