import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

const BATCH = 1000;

/** Ends the runs whose time to live passed before they started. Returns how many. */
export async function expireRuns(ctx: ServiceContext): Promise<number> {
  const now = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    // A run that has started once (a retry) no longer expires: its time to live was for the start.
    const { rows } = await client.query<{ id: string; ttl: string | null }>({
      name: "find-expired-runs",
      text: `
        SELECT id, ttl FROM run
        WHERE unstarted_expires_at <= $1
        ORDER BY unstarted_expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      values: [now],
    });
    return transitionRuns(
      client,
      rows.map(({ id, ttl }) => {
        const message = `The run did not start within its time to live${ttl ? ` (${ttl})` : ""}.`;
        return {
          runId: id,
          to: "EXPIRED",
          at: now,
          reason: message,
          error: { type: "INTERNAL_ERROR", code: "TASK_RUN_EXPIRED", message },
        };
      }),
    );
  });
  for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
  return moved.length;
}
