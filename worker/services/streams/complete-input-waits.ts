import type { EnvironmentContext } from "../context.ts";
import { COMPLETE_WAITPOINT } from "../waitpoints/sql.ts";

/**
 * Completes what waits for a message that is there. Both who sends and who begins to wait look, each behind their own
 * write: whoever comes second sees the other. The message is the one of the place that is waited for, so it does not
 * matter who of them is first.
 */
export async function completeInputWaits(
  ctx: EnvironmentContext,
  { runId, key }: { runId: string; key: string },
): Promise<void> {
  const { rows } = await ctx.db.pool.query<{ id: string; data: string }>({
    name: "find-answered-input-waits",
    text: `
      SELECT waitpoint.id, part.data FROM waitpoint
      JOIN run_stream_part AS part ON part.run_id = waitpoint.stream_run_id
        AND part.key = waitpoint.stream_key AND part.index = waitpoint.stream_index
      WHERE waitpoint.stream_run_id = $1 AND waitpoint.stream_key = $2
        AND waitpoint.status = 'WAITING' AND waitpoint.environment_id = $3`,
    values: [runId, key, ctx.environment.id],
  });
  for (const { id, data } of rows) {
    await ctx.db.pool.query({
      name: "complete-waitpoint",
      text: COMPLETE_WAITPOINT,
      values: [id, ctx.environment.id, ctx.clock(), data],
    });
  }
}
