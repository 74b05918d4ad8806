import type { ServiceContext } from "../context.ts";

/** A slice: short enough to hold no lock for long and to leave no long transaction behind. */
const AT_ONCE = 500;

/**
 * Removes the oldest runs that ended before this moment, with their attempts, events and streams, one slice of
 * one environment. Returns how many; fewer than a slice means that nothing else is due there.
 *
 * A run stays as long as the run that triggered it is not over, and those that have waited for it: their
 * code may run again from the top, and must find what it found before.
 *
 * Ids sort by the time they were made, so the walk along an environment's ids ends at the first run
 * that is younger, and no index on the end of runs has to be kept for it.
 */
export async function removeRuns(
  ctx: ServiceContext,
  { environmentId, endedBefore }: { environmentId: string; endedBefore: Date },
): Promise<{ removed: number; isMore: boolean }> {
  const { rows } = await ctx.db.pool.query<{ removed: number }>({
    name: "remove-old-runs",
    text: `
      WITH old AS MATERIALIZED (
        SELECT id FROM run
        WHERE environment_id = $1 AND id < $2::uuid AND finished_at < $3
          AND NOT EXISTS (
            SELECT FROM run AS parent WHERE parent.id = run.parent_run_id AND parent.finished_at IS NULL
          )
          AND NOT EXISTS (
            SELECT FROM run_wait JOIN run AS waiting ON waiting.id = run_wait.run_id
            WHERE run_wait.waits_for = ANY(ARRAY[run.id, run.batch_id] || ARRAY(
              SELECT item.batch_id FROM batch_exception AS item WHERE item.run_id = run.id
            )) AND waiting.finished_at IS NULL
          )
        ORDER BY environment_id, id LIMIT $4 FOR UPDATE SKIP LOCKED
      ), events AS (
        DELETE FROM run_event USING old WHERE run_event.run_id = old.id
      ), removed AS (
        DELETE FROM run USING old WHERE run.id = old.id RETURNING run.id
      )
      SELECT count(*)::int AS removed FROM removed`,
    values: [environmentId, firstIdOf(endedBefore), endedBefore, AT_ONCE],
  });
  const removed = rows[0]?.removed ?? 0;
  return { removed, isMore: removed === AT_ONCE };
}

/** The smallest UUID of version 7 that this moment can have. */
function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
