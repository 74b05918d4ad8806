import type pg from "pg";
import { workerLostError } from "#worker/domain/process-death.ts";
import { resolveTaskSettings } from "#worker/domain/task-settings.ts";
import { completeAttempts, type EndedAttempt } from "../attempts/complete.ts";
import type { ServiceContext } from "../context.ts";
import { loadDeployment } from "../deployments/load.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Finds workers that are gone: their session's advisory lock is free (the connection dropped with the
 * process), or they have been silent for too long. What they executed has failed with them and follows
 * the retry rules; what they had taken but not started goes back at no cost.
 */
export async function recoverLostWorkers(ctx: ServiceContext): Promise<number> {
  const lost = await giveUpLostWorkers(ctx);
  // Also without a lost one: whoever gave a worker up may have died before it came this far, and a job
  // that was taken right before its worker died is too young to be told from one that is being started.
  const recovered = await recoverAttempts(ctx);
  const returned = await returnUnstartedRuns(ctx);
  return lost + recovered + returned;
}

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
          AND (heartbeat_at < clock_timestamp() - interval '15 seconds'
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
}

/** Ends the attempts of stopped workers. Several sweeps may find the same ones; the guard lets one of them write. */
async function recoverAttempts(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<LostAttempt>({
    name: "find-lost-attempts",
    text: `
      SELECT attempt.id, attempt.number, attempt.started_at AS "startedAt", run.id AS "runId",
        run.environment_id AS "environmentId", run.task_slug AS "taskSlug",
        attempt.deployment_id AS "deploymentId", run.max_attempts AS "maxAttempts",
        run.max_duration_seconds AS "maxDurationSeconds", run.machine
      FROM attempt JOIN run ON run.id = attempt.run_id JOIN worker ON worker.id = attempt.worker_id
      WHERE attempt.status = 'EXECUTING' AND worker.stopped_at IS NOT NULL`,
  });
  if (rows.length === 0) return 0;
  const ended = await Promise.all(rows.map((row) => toEnded(ctx, row)));
  await completeAttempts(ctx, ended);
  return ended.length;
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

/**
 * Runs that were admitted and whose job was taken by a worker that is gone: graphile-worker would keep
 * such a job for four hours. The job goes, the run is queued again, in one transaction.
 */
async function returnUnstartedRuns(ctx: ServiceContext): Promise<number> {
  const at = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    const ids = await deleteOrphanedJobs(client);
    return transitionRuns(
      client,
      ids.map((runId) => ({
        runId,
        to: "QUEUED",
        at,
        reason: "Its worker was lost before it started",
      })),
    );
  });
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return moved.length;
}

async function deleteOrphanedJobs(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ runId: string }>({
    name: "delete-orphaned-jobs",
    text: `
      WITH orphan AS (
        SELECT jobs.id, (jobs.payload ->> 'runId')::uuid AS run_id
        FROM graphile_worker._private_jobs AS jobs
        JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id
        WHERE tasks.identifier = 'execute-run' AND jobs.locked_at < now() - interval '1 second'
          AND NOT EXISTS (SELECT 1 FROM worker WHERE worker.job_pool = jobs.locked_by AND worker.stopped_at IS NULL)
        FOR UPDATE OF jobs SKIP LOCKED
      ), deleted AS (
        DELETE FROM graphile_worker._private_jobs AS jobs USING orphan WHERE jobs.id = orphan.id
      )
      -- Runs that have started are recovered as attempts; only their jobs were in the way.
      SELECT run.id AS "runId" FROM run JOIN orphan ON run.id = orphan.run_id
      WHERE run.status = 'DEQUEUED' ORDER BY run.id FOR UPDATE OF run`,
  });
  return rows.map((row) => row.runId);
}
