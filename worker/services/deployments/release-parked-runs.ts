import type pg from "pg";
import type { Prisma } from "#prisma/generated/client.ts";
import type { EnvironmentContext, ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

const BATCH = 1000;

/** A run that was triggered, or started, while the deployment was stored may be parked this long after it. */
const LATE_MS = 20_000;

/**
 * Part of what stores a deployment: from its commit on, runs that waited for it are released, by whoever stores it
 * or, should that die or a run come late, by the workers' sweep.
 */
export async function expectRelease(
  tx: Prisma.TransactionClient,
  ctx: EnvironmentContext,
): Promise<void> {
  await tx.environment.update({
    where: { id: ctx.environment.id },
    data: { releasesUntil: new Date(ctx.clock().getTime() + LATE_MS) },
  });
}

/** Queues the runs that waited for code which is here now. */
export async function releaseParkedRuns(
  ctx: ServiceContext,
  environmentId: string,
): Promise<number> {
  let released = 0;
  for (let batch = BATCH; batch === BATCH; released += batch) {
    batch = await releaseBatch(ctx, environmentId);
  }
  if (released > 0) ctx.signals.workAvailable(environmentId);
  return released;
}

/** For the sweep: where a version has lately been deployed. Returns how many runs it released. */
export async function releaseLateRuns(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ id: string; until: Date }>({
    name: "find-releasing-environments",
    text: `
      SELECT id, releases_until AS until FROM environment
      WHERE releases_until IS NOT NULL ORDER BY releases_until LIMIT 100`,
  });
  let released = 0;
  for (const { id, until } of rows) {
    // Decided before it is looked: what is parked after this look was not late.
    const isOver = until <= ctx.clock();
    released += await releaseParkedRuns(ctx, id);
    if (isOver) await endRelease(ctx.db.pool, id, until);
  }
  return released;
}

/** Unless another deployment came meanwhile. */
async function endRelease(pool: pg.Pool, environmentId: string, until: Date): Promise<void> {
  await pool.query({
    name: "end-release",
    text: "UPDATE environment SET releases_until = NULL WHERE id = $1 AND releases_until = $2",
    values: [environmentId, until],
  });
}

async function releaseBatch(ctx: ServiceContext, environmentId: string): Promise<number> {
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
      values: [environmentId],
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
