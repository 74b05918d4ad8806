import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

const BATCH = 1000;

/**
 * Admitted runs for which there is no job that would start them and no attempt that would go on: whatever
 * took it from them, they go back to their places. Returns how many. Those of the last seconds may be on
 * their way.
 */
export async function requeueStrandedRuns(ctx: ServiceContext): Promise<number> {
  const at = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: "find-stranded-runs",
      text: `
        SELECT run.id FROM run
        WHERE run.holds_slot AND run.status = 'DEQUEUED'
          AND run.updated_at < $1::timestamptz - interval '15 seconds'
          AND NOT EXISTS (
            SELECT FROM attempt WHERE attempt.run_id = run.id AND attempt.status = 'EXECUTING'
          )
          -- Not for each run: the few jobs are looked through once, and only when there is such a run.
          AND run.id NOT IN (
            SELECT (jobs.payload ->> 'runId')::uuid FROM graphile_worker._private_jobs AS jobs
            JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id
            WHERE tasks.identifier LIKE 'execute-run%'
          )
        ORDER BY run.id LIMIT ${BATCH} FOR UPDATE OF run SKIP LOCKED`,
      values: [at],
    });
    return transitionRuns(
      client,
      rows.map(({ id }) => ({ runId: id, to: "QUEUED", at, reason: "Its job was lost" })),
    );
  });
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return moved.length;
}
