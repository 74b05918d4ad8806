import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Admitted runs that do not start where they are go back to their places in the queue. Only those that
 * are still admitted: one that was taken for lost may execute elsewhere by now.
 */
export async function handBackRuns(
  ctx: ServiceContext,
  runIds: string[],
  reason: string,
): Promise<void> {
  const at = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({
      name: "find-dequeued-runs",
      text: `
        SELECT id FROM run WHERE id = ANY($1::uuid[]) AND status = 'DEQUEUED'
        ORDER BY id FOR UPDATE`,
      values: [runIds],
    });
    return transitionRuns(
      client,
      rows.map(({ id }) => ({ runId: id, to: "QUEUED", at, reason })),
    );
  });
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
}
