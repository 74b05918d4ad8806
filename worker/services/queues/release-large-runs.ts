import type { ServiceContext } from "../context.ts";
import { PRESETS } from "../machines/sql.ts";

/** Runs that no worker was large enough for are back in their lanes when one is. Returns how many. */
export async function releaseLargeRuns(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ id: string; environmentId: string }>({
    name: "release-large-runs",
    text: `
      UPDATE run SET needed_machine = NULL
      WHERE needed_machine IS NOT NULL AND status = 'QUEUED' AND needed_machine IN (
        SELECT preset.name FROM (${PRESETS}) AS preset JOIN worker
          ON worker.cpu >= preset.cpu AND worker.memory_mb >= preset.memory_mb
        WHERE worker.stopped_at IS NULL AND worker.draining_at IS NULL
      )
      RETURNING id, environment_id AS "environmentId"`,
  });
  for (const { id, environmentId } of rows) {
    ctx.signals.workAvailable(environmentId);
    ctx.signals.runChanged(environmentId, id);
  }
  return rows.length;
}
