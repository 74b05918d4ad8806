import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { findWritableRun, type StreamAddress } from "./target.ts";

const MAX_STREAMS = 100;

/**
 * Makes the stream known, so that whoever follows the run follows it too; one that is there is left as it is.
 * Throws NOT_FOUND, FORBIDDEN, VALIDATION for a run that is over, and UNPROCESSABLE for too many.
 */
export async function openStream(ctx: EnvironmentContext, address: StreamAddress): Promise<void> {
  const runId = await findWritableRun(ctx, address);
  const { rows } = await ctx.db.pool.query<{ isNew: boolean; isThere: boolean }>({
    name: "open-stream",
    text: `
      WITH opened AS (
        INSERT INTO run_stream (run_id, key, created_at) SELECT $1, $2, $3
        WHERE (SELECT count(*) FROM run_stream WHERE run_id = $1) < ${MAX_STREAMS}
        ON CONFLICT DO NOTHING RETURNING key
      )
      SELECT EXISTS (SELECT FROM opened) AS "isNew",
        EXISTS (SELECT FROM run_stream WHERE run_id = $1 AND key = $2) AS "isThere"`,
    values: [runId, address.key, ctx.clock()],
  });
  const [state] = rows;
  if (state?.isNew) ctx.signals.runChanged(ctx.environment.id, runId);
  else if (!state?.isThere) {
    throw new DomainError("UNPROCESSABLE", `A run has at most ${MAX_STREAMS} streams.`);
  }
}
