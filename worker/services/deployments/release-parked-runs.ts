import type { EnvironmentContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

const BATCH = 1000;

/** Queues the runs that waited for code which is here now. */
export async function releaseParkedRuns(ctx: EnvironmentContext): Promise<number> {
  let released = 0;
  for (let batch = BATCH; batch === BATCH; released += batch) batch = await releaseBatch(ctx);
  if (released > 0) ctx.signals.workAvailable(ctx.environment.id);
  return released;
}

async function releaseBatch(ctx: EnvironmentContext): Promise<number> {
  const now = ctx.clock();
  return inTransaction(ctx.db.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: "find-parked-runs",
      text: `
        SELECT run.id FROM run
        LEFT JOIN task ON task.environment_id = run.environment_id AND task.slug = run.task_slug
          AND task.archived_at IS NULL
        WHERE run.environment_id = $1 AND run.is_parked
          AND CASE WHEN run.pinned_version IS NULL THEN task.slug IS NOT NULL ELSE EXISTS (
            SELECT 1 FROM deployment
            WHERE deployment.environment_id = run.environment_id AND deployment.version = run.pinned_version
          ) END
        ORDER BY run.id LIMIT ${BATCH} FOR UPDATE OF run SKIP LOCKED`,
      values: [ctx.environment.id],
    });
    const moved = await transitionRuns(
      client,
      rows.map(({ id }) => ({
        runId: id,
        to: "QUEUED",
        at: now,
        reason: "A deployment brought the task",
      })),
    );
    for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
    return moved.length;
  });
}
