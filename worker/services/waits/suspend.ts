import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";

/** An attempt whose process this worker keeps. */
export interface HeldAttempt {
  id: string;
  runId: string;
  number: number;
}

/**
 * Runs that wait inside their code let go of their slots; their attempts stay open. True for those that
 * did; the others were canceled, or are executed elsewhere by now.
 */
export async function suspendRuns(
  ctx: ServiceContext,
  attempts: HeldAttempt[],
): Promise<boolean[]> {
  const at = ctx.clock();
  const moved = await transitionRuns(
    ctx.db.pool,
    attempts.map(({ id, runId, number }) => ({
      runId,
      to: "WAITING",
      at,
      fence: { attemptNumber: number },
      attempt: { kind: "KEEP", id },
    })),
  );
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  const ids = new Set(moved.map((run) => run.id));
  return attempts.map(({ runId }) => ids.has(runId));
}
