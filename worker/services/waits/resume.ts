import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import type { HeldAttempt } from "./suspend.ts";

/**
 * Suspended runs that have been admitted again execute again, as the attempts that they were. True for
 * those that do; the others were canceled meanwhile, or their attempt is another one's by now.
 */
export async function resumeRuns(ctx: ServiceContext, attempts: HeldAttempt[]): Promise<boolean[]> {
  const at = ctx.clock();
  const moved = await transitionRuns(
    ctx.db.pool,
    attempts.map(({ id, runId, number }) => ({
      runId,
      to: "EXECUTING",
      at,
      fence: { attemptNumber: number },
      attempt: { kind: "KEEP", id },
    })),
  );
  for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
  const ids = new Set(moved.map((run) => run.id));
  return attempts.map(({ runId }) => ids.has(runId));
}

/** Of these suspended runs, those that have been admitted: what told this worker may have been lost. */
export async function findAdmitted(ctx: ServiceContext, runIds: string[]): Promise<string[]> {
  if (runIds.length === 0) return [];
  const { rows } = await ctx.db.pool.query<{ id: string }>({
    name: "find-admitted-suspended",
    text: "SELECT id FROM run WHERE id = ANY($1::uuid[]) AND status = 'DEQUEUED'",
    values: [runIds],
  });
  return rows.map((row) => row.id);
}
