import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";

/** The code of a waiting run came to its end without what it waited for: it takes a slot to end. */
export async function requeueWaiting(ctx: ServiceContext, runId: string): Promise<void> {
  const reason = "Its code went on without what it waited for";
  const moved = await transitionRuns(ctx.db.pool, [
    { runId, to: "QUEUED", at: ctx.clock(), reason },
  ]);
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
}
