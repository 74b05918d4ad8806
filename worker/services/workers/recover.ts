import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import { workerLostError } from "#worker/domain/process-death.ts";
import { resolveTaskSettings, type TaskSettings } from "#worker/domain/task-settings.ts";
import { completeAttempts, type EndedAttempt } from "../attempts/complete.ts";
import type { ServiceContext } from "../context.ts";
import { loadDeployment } from "../deployments/load.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { isItsOwnFault } from "../serve-apart.ts";
import { giveUpSuspended } from "../waits/give-up.ts";
import { returnOrphanedJobs } from "./return-jobs.ts";

/**
 * Goes on with what workers had that are gone. What they executed has failed with them and follows the retry
 * rules; what they had taken but not started goes back at no cost. `onRetry` is told in how many milliseconds
 * the next attempt of a run is due. It is repeated: a job that was taken right before its worker died is too
 * young to be told from one that is being started.
 */
export async function recoverLostWorkers(
  ctx: ServiceContext,
  onRetry: OnRetry = () => {},
): Promise<number> {
  const recovered = await recoverAttempts(ctx, onRetry);
  const returned = await returnOrphanedJobs(ctx);
  return recovered + returned;
}

export type OnRetry = (environmentId: string, delayMs: number) => void;

interface LostAttempt {
  id: string;
  number: number;
  startedAt: Date;
  runId: string;
  environmentId: string;
  taskSlug: string;
  deploymentId: string;
  maxAttempts: number | null;
  maxDurationSeconds: number | null;
  machine: string | null;
  isSuspended: boolean;
}

/** Ends the attempts of stopped workers. Several sweeps may find the same ones; the guard lets one of them write. */
async function recoverAttempts(ctx: ServiceContext, onRetry: OnRetry): Promise<number> {
  const { rows } = await ctx.db.pool.query<LostAttempt>({
    name: "find-lost-attempts",
    text: `
      SELECT attempt.id, attempt.number, attempt.started_at AS "startedAt", run.id AS "runId",
        run.environment_id AS "environmentId", run.task_slug AS "taskSlug",
        attempt.deployment_id AS "deploymentId", run.max_attempts AS "maxAttempts",
        run.max_duration_seconds AS "maxDurationSeconds", run.machine,
        run.status IN ('WAITING', 'QUEUED', 'DEQUEUED') AS "isSuspended"
      FROM attempt JOIN run ON run.id = attempt.run_id JOIN worker ON worker.id = attempt.worker_id
      WHERE attempt.status = 'EXECUTING' AND worker.stopped_at IS NOT NULL`,
  });
  if (rows.length === 0) return 0;
  // Of those that waited inside their code only the process is lost, which costs no attempt.
  const suspended = rows.filter((row) => row.isSuspended).map((row) => row.id);
  await giveUpSuspended(ctx, suspended);
  const executing = rows.filter((row) => !row.isSuspended);
  const ended = await Promise.all(executing.map((row) => toEnded(ctx, row)));
  const completed = await completeAttempts(ctx, ended);
  for (const [index, { retryAt }] of completed.entries()) {
    const environmentId = executing[index]?.environmentId;
    if (retryAt && environmentId) onRetry(environmentId, retryAt.getTime() - ctx.clock().getTime());
  }
  return rows.length;
}

async function toEnded(ctx: ServiceContext, lost: LostAttempt): Promise<EndedAttempt> {
  const settings = await findSettings(ctx, lost);
  return {
    attempt: { ...lost, ...(settings ?? NO_RETRY) },
    end: { kind: "PROCESS_DIED", error: workerLostError() },
    endedAt: ctx.clock(),
    executedMs: ctx.clock().getTime() - lost.startedAt.getTime(),
  };
}

/** Where nobody can tell how it would be tried again, it is not. */
const NO_RETRY = { retry: DEFAULT_RETRY, retriesEnabled: false } as const;

/** Undefined when its deployment is gone: one such run must not keep the others from going on. */
async function findSettings(
  ctx: ServiceContext,
  lost: LostAttempt,
): Promise<Pick<TaskSettings, "retry" | "retriesEnabled"> | undefined> {
  try {
    const deployment = await loadDeployment(ctx, lost.deploymentId);
    const scope = await loadEnvironmentScope(ctx, lost.environmentId);
    return resolveTaskSettings(deployment.manifest, lost.taskSlug, lost, scope.type);
  } catch (error) {
    if (isItsOwnFault(error)) return undefined;
    throw error;
  }
}
