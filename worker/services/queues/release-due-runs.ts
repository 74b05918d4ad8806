import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";
import { RELEASED_AT_ONCE } from "./sql.ts";

/** Queues the delayed runs whose time has come. Returns how many; call again while it is a full batch. */
export async function releaseDueRuns(ctx: ServiceContext): Promise<number> {
  const now = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    // Skip locked: several workers sweep at once, each takes a slice.
    const { rows } = await client.query<{ id: string }>({
      name: "find-due-runs",
      text: `
        SELECT id FROM run WHERE due_at <= $1
        ORDER BY due_at LIMIT ${RELEASED_AT_ONCE} FOR UPDATE SKIP LOCKED`,
      values: [now],
    });
    return transitionRuns(
      client,
      rows.map(({ id }) => ({ runId: id, to: "QUEUED", at: now, reason: "The delay is over" })),
    );
  });
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return moved.length;
}
