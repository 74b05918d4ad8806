import type pg from "pg";
import type { EnvironmentContext } from "../context.ts";
import { type MovedRun, type RunChange, transitionRuns } from "./transition.ts";

/**
 * Ends these runs of the environment and everything unfinished below them, in two statements whatever
 * their number. Returns those that it ended; announce them once that is committed.
 */
export async function cancelTrees(
  ctx: EnvironmentContext,
  client: Pick<pg.Pool, "query">,
  { runIds, reason }: { runIds: string[]; reason: string },
): Promise<MovedRun[]> {
  const at = ctx.clock();
  const asked = new Set(runIds);
  const ids = new Set([...runIds, ...(await findUnfinishedDescendants(ctx, client, runIds))]);
  return transitionRuns(
    client,
    [...ids].map(
      (runId): RunChange => ({
        runId,
        to: "CANCELED",
        at,
        reason: asked.has(runId) ? reason : "Its parent was canceled",
      }),
    ),
  );
}

/** Tells the workers that execute them, and everybody who looks; a slot may be free. */
export function announceCanceled(ctx: EnvironmentContext, canceled: MovedRun[]): void {
  for (const { id } of canceled) {
    ctx.signals.cancelRequested(id);
    ctx.signals.runChanged(ctx.environment.id, id);
  }
  if (canceled.length > 0) ctx.signals.workAvailable(ctx.environment.id);
}

async function findUnfinishedDescendants(
  ctx: EnvironmentContext,
  client: Pick<pg.Pool, "query">,
  runIds: string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "find-unfinished-descendants",
    // UNION, not UNION ALL: of a run and its own descendant in one list, the lower tree is walked once.
    text: `
      WITH RECURSIVE descendant AS (
        SELECT id, finished_at FROM run WHERE parent_run_id = ANY($1::uuid[]) AND environment_id = $2
        UNION
        SELECT run.id, run.finished_at FROM descendant JOIN run ON run.parent_run_id = descendant.id
      )
      SELECT id FROM descendant WHERE finished_at IS NULL`,
    values: [runIds, ctx.environment.id],
  });
  return rows.map((row) => row.id);
}
