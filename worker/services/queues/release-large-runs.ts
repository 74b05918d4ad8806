import type { ServiceContext } from "../context.ts";
import { PRESETS } from "../machines/sql.ts";
import { RELEASED_AT_ONCE } from "./sql.ts";

/**
 * Runs that no worker was large enough for are back in their lanes when one is. Returns how many; call again
 * while it is a full batch. Rows are taken in the order of their ids, as every batch of runs is.
 */
export async function releaseLargeRuns(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ id: string; environmentId: string }>({
    name: "release-large-runs",
    text: RELEASE_LARGE_RUNS,
  });
  for (const { id, environmentId } of rows) {
    ctx.signals.workAvailable(environmentId);
    ctx.signals.runChanged(environmentId, id);
  }
  return rows.length;
}

const RELEASE_LARGE_RUNS = `
WITH waiting AS MATERIALIZED (
  SELECT run.id
  FROM (${PRESETS}) AS preset CROSS JOIN LATERAL (
    -- The first ones of each machine, from the index.
    SELECT id FROM run WHERE needed_machine = preset.name AND status = 'QUEUED' ORDER BY id LIMIT ${RELEASED_AT_ONCE}
  ) AS run
  WHERE EXISTS (
    SELECT FROM worker WHERE stopped_at IS NULL AND draining_at IS NULL
      AND worker.cpu >= preset.cpu AND worker.memory_mb >= preset.memory_mb
  )
  ORDER BY run.id LIMIT ${RELEASED_AT_ONCE}
), released AS MATERIALIZED (
  SELECT id FROM run WHERE id IN (SELECT id FROM waiting) AND needed_machine IS NOT NULL AND status = 'QUEUED'
  ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE run SET needed_machine = NULL FROM released WHERE run.id = released.id
RETURNING run.id, run.environment_id AS "environmentId"`;
