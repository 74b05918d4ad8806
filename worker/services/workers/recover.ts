import { workerLostError } from "#worker/domain/process-death.ts";
import { resolveTaskSettings } from "#worker/domain/task-settings.ts";
import { LEASE_MS } from "#worker/domain/worker-lease.ts";
import { completeAttempts, type EndedAttempt } from "../attempts/complete.ts";
import type { ServiceContext } from "../context.ts";
import { loadDeployment } from "../deployments/load.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { inTransaction } from "../transaction.ts";
import { giveUpSuspended } from "../waits/give-up.ts";
import { returnOrphanedJobs } from "./return-jobs.ts";

/**
 * Finds workers that are gone: their session's advisory lock is free (the connection dropped with the
 * process), or they have been silent for too long. What they executed has failed with them and follows
 * the retry rules; what they had taken but not started goes back at no cost. `onRetry` is told in
 * how many milliseconds the next attempt of a run is due.
 */
export async function recoverLostWorkers(
  ctx: ServiceContext,
  onRetry: OnRetry = () => {},
): Promise<number> {
  const lost = await giveUpLostWorkers(ctx);
  // Also without a lost one: whoever gave a worker up may have died before it came this far, and a job
  // that was taken right before its worker died is too young to be told from one that is being started.
  const recovered = await recoverAttempts(ctx, onRetry);
  const returned = await returnOrphanedJobs(ctx);
  return lost + recovered + returned;
}

type OnRetry = (environmentId: string, delayMs: number) => void;

/**
 * Times are the database's own, since the clocks of two workers may be hours apart. Right after a start
 * of Postgres every lock is free; each worker gets a few seconds to come back and take its own again.
 */
async function giveUpLostWorkers(ctx: ServiceContext): Promise<number> {
  return inTransaction(ctx.db.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: "find-lost-workers",
      text: `
        SELECT id FROM worker
        WHERE stopped_at IS NULL AND heartbeat_at < clock_timestamp() - interval '750 milliseconds'
          AND pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds'
          AND (heartbeat_at < clock_timestamp() - interval '${LEASE_MS} milliseconds'
            OR pg_try_advisory_xact_lock(hashtextextended(id::text, 2)))
        FOR UPDATE SKIP LOCKED`,
    });
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return 0;
    await client.query("UPDATE worker SET stopped_at = $2 WHERE id = ANY($1::uuid[])", [
      ids,
      ctx.clock(),
    ]);
    return ids.length;
  });
}

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
  const [deployment, scope] = await Promise.all([
    loadDeployment(ctx, lost.deploymentId),
    loadEnvironmentScope(ctx, lost.environmentId),
  ]);
  const settings = resolveTaskSettings(deployment.manifest, lost.taskSlug, lost, scope.type);
  if (!settings)
    throw new Error(`Deployment ${lost.deploymentId} has started a task that it does not have.`);
  return {
    attempt: { ...lost, retry: settings.retry },
    end: { kind: "PROCESS_DIED", error: workerLostError() },
    endedAt: ctx.clock(),
    executedMs: ctx.clock().getTime() - lost.startedAt.getTime(),
  };
}
