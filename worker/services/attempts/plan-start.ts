import type { TaskRunError } from "#sdk/wire/errors.ts";
import { deploymentUnusableError } from "#worker/domain/process-death.ts";
import { resolveTaskSettings } from "#worker/domain/task-settings.ts";
import type { ServiceContext } from "../context.ts";
import { loadDeployment } from "../deployments/load.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { loadVariables } from "../environment-variables/load.ts";
import { isItsOwnFault } from "../serve-apart.ts";
import { buildAttemptInput } from "./attempt-input.ts";
import type { DequeuedRun } from "./sql.ts";
import type { StartedAttempt } from "./started-attempt.ts";

export type StartPlan =
  | { attempt: StartedAttempt }
  | { parkedFor: string }
  /** No try can start it, such as one whose variables cannot be decrypted. */
  | { error: TaskRunError };

interface Start {
  id: string;
  at: Date;
}

/** What starting this run would be, or why it cannot start. Throws what may be over with the next try. */
export async function planStart(
  ctx: ServiceContext,
  run: DequeuedRun,
  start: Start,
): Promise<StartPlan> {
  if (run.pinnedVersion && !run.deploymentId) {
    const parkedFor = `Version ${run.pinnedVersion}, which the run asks for, is not deployed here`;
    return { parkedFor };
  }
  const { deploymentId } = run;
  if (!deploymentId) return { parkedFor: "Nothing is deployed in this environment" };
  try {
    return await plan(ctx, { ...run, deploymentId }, start);
  } catch (error) {
    if (!isItsOwnFault(error)) throw error;
    return { error: unusable(run, error) };
  }
}

export function unusable(run: Pick<DequeuedRun, "pinnedVersion">, error: unknown): TaskRunError {
  const reason = error instanceof Error ? error.message : String(error);
  return deploymentUnusableError(run.pinnedVersion ?? "current", reason);
}

async function plan(
  ctx: ServiceContext,
  run: DequeuedRun & { deploymentId: string },
  { id, at }: Start,
): Promise<StartPlan> {
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
    retriesEnabled: settings.retriesEnabled,
    maxDurationSeconds: settings.maxDurationSeconds,
    machine: settings.machine,
    isDurable: settings.isDurable,
    outOfMemoryMachine: settings.outOfMemoryMachine,
    deployment,
    input: buildAttemptInput({ id, number, at, run, scope, settings, deployment, variables }),
  };
  return { attempt };
}
