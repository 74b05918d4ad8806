import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { announceCanceled, cancelTrees } from "../runs/cancel-trees.ts";
import { REMOVAL_REASON } from "./cancel-executing.ts";

/** Short enough to hold no lock for long and to leave no long transaction behind. */
const AT_ONCE = 500;
/** So long may a process still write about a run that was canceled under it: its grace, and some more. */
const LATE_MS = 60_000;

/**
 * The next runs of an environment that is being removed, in the order of their ids: those that have not
 * ended are canceled, those that no process can write about any more are deleted with all they have.
 * Null after the last one.
 */
export async function removeSlice(
  ctx: ServiceContext,
  { environmentId, after }: { environmentId: string; after: string | null },
): Promise<{ lastId: string; removed: number } | null> {
  const { rows } = await ctx.db.pool.query<{ id: string; is_over: boolean }>({
    name: "next-runs-to-remove",
    text: `
      SELECT id, finished_at IS NOT NULL AS is_over FROM run
      WHERE environment_id = $1 AND ($2::uuid IS NULL OR id > $2)
      ORDER BY environment_id, id LIMIT ${AT_ONCE}`,
    values: [environmentId, after],
  });
  const last = rows.at(-1);
  if (!last) return null;
  const scoped = { ...ctx, environment: await loadEnvironmentScope(ctx, environmentId) };
  const runIds = rows.filter((row) => !row.is_over).map(({ id }) => id);
  const canceled = await cancelTrees(scoped, ctx.db.pool, { runIds, reason: REMOVAL_REASON });
  announceCanceled(scoped, canceled);
  const removed = await deleteRuns(
    ctx,
    rows.map(({ id }) => id),
  );
  return { lastId: last.id, removed };
}

async function deleteRuns(ctx: ServiceContext, runIds: string[]): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ removed: number }>({
    name: "delete-runs",
    text: `
      WITH old AS MATERIALIZED (
        SELECT id FROM run
        WHERE id = ANY($1::uuid[]) AND finished_at IS NOT NULL
          AND (attempt_number = 0 OR finished_at < $2)
        FOR UPDATE SKIP LOCKED
      ), events AS (
        DELETE FROM run_event USING old WHERE run_event.run_id = old.id
      ), removed AS (
        DELETE FROM run USING old WHERE run.id = old.id RETURNING run.id
      )
      SELECT count(*)::int AS removed FROM removed`,
    values: [runIds, new Date(ctx.clock().getTime() - LATE_MS)],
  });
  return rows[0]?.removed ?? 0;
}
