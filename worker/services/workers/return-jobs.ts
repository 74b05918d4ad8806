import type pg from "pg";
import { jobIdentifiers, type Room } from "#worker/domain/machine-room.ts";
import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Admitted runs whose job was taken by a worker that is gone (graphile-worker would keep such a job for four
 * hours), has failed, or is of a size that no worker asks for any more. The job goes, the run is queued
 * again, in one transaction.
 */
export async function returnOrphanedJobs(ctx: ServiceContext): Promise<number> {
  const lost = await returnJobs(ctx, "Its worker was lost before it started", {
    name: "delete-orphaned-jobs",
    condition: `
      jobs.locked_at < now() - interval '1 second'
      AND NOT EXISTS (SELECT 1 FROM worker WHERE worker.job_pool = jobs.locked_by AND worker.stopped_at IS NULL)`,
    values: [],
  });
  const failed = await returnJobs(ctx, "Its job failed before it started", {
    name: "delete-failed-jobs",
    condition: "jobs.locked_at IS NULL AND jobs.attempts >= jobs.max_attempts",
    values: [],
  });
  const unasked = await returnJobs(ctx, "The workers that have room for it are gone", {
    name: "delete-unasked-jobs",
    condition: `
      jobs.locked_at IS NULL AND jobs.created_at < now() - interval '2 seconds'
      AND tasks.identifier <> ALL($1::text[])`,
    values: [await findAskedIdentifiers(ctx)],
  });
  return lost + failed + unasked;
}

/** What the workers that take new runs ask for, all of them together. */
async function findAskedIdentifiers(ctx: ServiceContext): Promise<string[]> {
  const { rows } = await ctx.db.pool.query<Room>({
    name: "find-rooms-of-workers",
    text: `
      SELECT DISTINCT cpu, memory_mb AS "memoryMb" FROM worker
      WHERE stopped_at IS NULL AND draining_at IS NULL`,
  });
  return [...new Set(rows.flatMap(jobIdentifiers))];
}

/**
 * Jobs that the tables say this worker has taken, and that it does not know of: the answer was lost
 * with a connection. Those of the last seconds may be on their way to the executor.
 */
export function returnStrayJobs(
  ctx: ServiceContext,
  { workerId, heldRunIds }: { workerId: string; heldRunIds: string[] },
): Promise<number> {
  return returnJobs(ctx, "Its job was lost with a connection to the database", {
    name: "delete-stray-jobs",
    condition: `
      jobs.locked_at < now() - interval '5 seconds'
      AND jobs.locked_by = (SELECT job_pool FROM worker WHERE id = $1)
      AND (jobs.payload ->> 'runId')::uuid <> ALL($2::uuid[])`,
    values: [workerId, heldRunIds],
  });
}

interface Selection {
  name: string;
  /** About `jobs`; fixed text of this file, never input. */
  condition: string;
  values: unknown[];
}

async function returnJobs(
  ctx: ServiceContext,
  reason: string,
  selection: Selection,
): Promise<number> {
  const at = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    const ids = await deleteJobs(client, selection);
    return transitionRuns(
      client,
      ids.map((runId) => ({ runId, to: "QUEUED", at, reason })),
    );
  });
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return moved.length;
}

/** Returns the runs that had not started; those that have are dealt with as attempts. */
async function deleteJobs(
  client: pg.PoolClient,
  { name, condition, values }: Selection,
): Promise<string[]> {
  const { rows } = await client.query<{ runId: string }>({
    name,
    text: `
      WITH lost AS (
        SELECT jobs.id, (jobs.payload ->> 'runId')::uuid AS run_id
        FROM graphile_worker._private_jobs AS jobs
        JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id
        WHERE tasks.identifier LIKE 'execute-run%' AND ${condition}
        FOR UPDATE OF jobs SKIP LOCKED
      ), deleted AS (
        DELETE FROM graphile_worker._private_jobs AS jobs USING lost WHERE jobs.id = lost.id
      )
      SELECT run.id AS "runId" FROM run JOIN lost ON run.id = lost.run_id
      WHERE run.status = 'DEQUEUED' ORDER BY run.id FOR UPDATE OF run`,
    values,
  });
  return rows.map((row) => row.runId);
}
