import type pg from "pg";
import type { EnvironmentContext } from "../context.ts";
import { type MovedRun, type RunChange, transitionRuns } from "./transition.ts";

/** So many runs are locked at a time. */
const BATCH = 1_000;

/**
 * Ends these runs of the environment and everything unfinished below them, from the top: the search is repeated
 * until it finds nothing, since what was alive until then may have triggered more meanwhile. Returns those
 * that it ended; announce them once that is committed.
 */
export async function cancelTrees(
  ctx: EnvironmentContext,
  client: Pick<pg.Pool, "query">,
  { runIds, reason }: { runIds: string[]; reason: string },
): Promise<MovedRun[]> {
  const canceled = await endAll(ctx, client, { runIds, reason });
  for (;;) {
    const below = await findUnfinishedDescendants(ctx, client, runIds);
    const ended = await endAll(ctx, client, { runIds: below, reason: "Its parent was canceled" });
    canceled.push(...ended);
    if (ended.length === 0) return canceled;
  }
}

async function endAll(
  ctx: EnvironmentContext,
  client: Pick<pg.Pool, "query">,
  { runIds, reason }: { runIds: string[]; reason: string },
): Promise<MovedRun[]> {
  const at = ctx.clock();
  const ended: MovedRun[] = [];
  for (let first = 0; first < runIds.length; first += BATCH) {
    const changes = runIds
      .slice(first, first + BATCH)
      .map((runId): RunChange => ({ runId, to: "CANCELED", at, reason }));
    ended.push(...(await transitionRuns(client, changes)));
  }
  return ended;
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
