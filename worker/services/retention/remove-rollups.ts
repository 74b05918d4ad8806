import type { ServiceContext } from "../context.ts";

/** Minutes are for what happens now; hours tell of the days before. */
const MINUTES_KEPT_MS = 3 * 3_600_000;

/** Removes the sums of minutes after three hours, those of hours and errors with the runs they are of. */
export async function removeRollups(
  ctx: ServiceContext,
  { endedBefore }: { endedBefore: Date },
): Promise<void> {
  const { pool } = ctx.db;
  const minutesBefore = new Date(ctx.clock().getTime() - MINUTES_KEPT_MS);
  for (const [period, before] of [
    ["MINUTE", minutesBefore],
    ["HOUR", endedBefore],
  ] as const) {
    await pool.query({
      name: "remove-old-rollups",
      text: "DELETE FROM run_rollup WHERE period = $1::rollup_period AND starts_at < $2",
      values: [period, before],
    });
  }
  await pool.query("DELETE FROM error_rollup WHERE starts_at < $1", [endedBefore]);
  await pool.query("DELETE FROM error_group WHERE last_seen_at < $1", [endedBefore]);
  await pool.query(`
    DELETE FROM deployment_rollup AS old
    WHERE NOT EXISTS (SELECT FROM deployment WHERE deployment.id = old.deployment_id)`);
}
