import type { ServiceContext } from "../context.ts";

/** Minutes are for what happens now; hours tell of the days before. */
const MINUTES_KEPT_MS = 3 * 3_600_000;

/** Removes the sums of minutes after three hours, those of hours and errors with the runs they are of. */
export async function removeRollups(
  ctx: ServiceContext,
  { endedBefore }: { endedBefore: Date },
): Promise<void> {
  const minutesBefore = new Date(ctx.clock().getTime() - MINUTES_KEPT_MS);
  for (const [period, before] of [
    ["MINUTE", minutesBefore],
    ["HOUR", endedBefore],
  ] as const) {
    await removeWhere(ctx, "run_rollup", "period = $1::rollup_period AND starts_at < $2", [
      period,
      before,
    ]);
  }
  await removeWhere(ctx, "error_rollup", "starts_at < $1", [endedBefore]);
  await removeWhere(ctx, "error_group", "last_seen_at < $1", [endedBefore]);
  const isOrphan =
    "NOT EXISTS (SELECT FROM deployment WHERE deployment.id = deployment_rollup.deployment_id)";
  await removeWhere(ctx, "deployment_rollup", isOrphan, []);
}

const AT_ONCE = 5_000;

/** In slices, each of which holds its locks for a moment. Names and conditions are fixed texts of this file. */
async function removeWhere(
  ctx: ServiceContext,
  table: string,
  condition: string,
  values: unknown[],
): Promise<void> {
  const text = `
    DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    ))`;
  let removed: number | null;
  do {
    ({ rowCount: removed } = await ctx.db.pool.query(text, values));
  } while (removed === AT_ONCE);
}
