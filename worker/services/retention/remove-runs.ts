import type { ServiceContext } from "../context.ts";

/** A slice: short enough to hold no lock for long and to leave no long transaction behind. */
const AT_ONCE = 500;
/** A run may have thousands; those of one run go together. */
const EVENTS_AT_ONCE = 20_000;

/**
 * Removes the oldest runs that ended before this moment, with their attempts, events and streams, one slice of
 * one environment, behind `after`. Returns how many, and behind which run the next slice goes on: what has
 * to stay is not walked over again.
 *
 * A run stays as long as the run that triggered it is not over, and those that have waited for it: their
 * code may run again from the top, and must find what it found before.
 *
 * Ids sort by the time they were made, so the walk along an environment's ids ends at the first run
 * that is younger, and no index on the end of runs has to be kept for it.
 */
export async function removeRuns(
  ctx: ServiceContext,
  {
    environmentId,
    endedBefore,
    after = FIRST_ID,
  }: { environmentId: string; endedBefore: Date; after?: string | undefined },
): Promise<{ removed: number; next: string | undefined }> {
  const { rows } = await ctx.db.pool.query<{ removed: number; found: number; last: string }>({
    name: "remove-old-runs",
    text: `
      WITH old AS MATERIALIZED (
        SELECT id FROM run
        WHERE environment_id = $1 AND id > $5::uuid AND id < $2::uuid AND finished_at < $3
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
      ), counted AS (
        SELECT id, sum(events) OVER (ORDER BY id) - events AS before FROM old CROSS JOIN LATERAL (
          SELECT count(*) AS events FROM run_event WHERE run_event.run_id = old.id
        ) AS own
      ), slice AS MATERIALIZED (
        SELECT id FROM counted WHERE before < $6
      ), events AS (
        DELETE FROM run_event USING slice WHERE run_event.run_id = slice.id
      ), removed AS (
        DELETE FROM run USING slice WHERE run.id = slice.id RETURNING run.id
      )
      SELECT count(*)::int AS removed, (SELECT count(*)::int FROM old) AS found,
        max(id::text) AS last FROM removed`,
    values: [environmentId, firstIdOf(endedBefore), endedBefore, AT_ONCE, after, EVENTS_AT_ONCE],
  });
  const { removed, found, last } = rows[0] ?? { removed: 0, found: 0, last: undefined };
  return { removed, next: found === AT_ONCE || found > removed ? last : undefined };
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** The smallest UUID of version 7 that this moment can have. */
function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
