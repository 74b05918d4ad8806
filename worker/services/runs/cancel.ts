import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { type RunChange, transitionRuns } from "./transition.ts";

/**
 * Ends the run and its unfinished descendants at once; their slots are free. A worker that executes
 * one of them is told, and its process gets 30 seconds. Canceling a finished run changes nothing.
 */
export async function cancelRun(ctx: EnvironmentContext, runId: string): Promise<void> {
  const id = parseFriendlyId("run", runId);
  const environmentId = ctx.environment.id;
  const run = id
    ? await ctx.db.prisma.run.findFirst({
        where: { id, environmentId },
        select: { id: true, taskSlug: true, status: true },
      })
    : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "write", { type: "runs", id: runId }, { type: "tasks", id: run.taskSlug });
  if (isFinal(run.status)) return;

  const at = ctx.clock();
  const ids = [run.id, ...(await findUnfinishedDescendants(ctx, run.id))];
  const moved = await transitionRuns(
    ctx.db.pool,
    ids.map(
      (runId): RunChange => ({
        runId,
        to: "CANCELED",
        at,
        reason: reasonOf(ctx, runId === run.id),
      }),
    ),
  );
  for (const canceled of moved) {
    ctx.signals.cancelRequested(canceled.id);
    ctx.signals.runChanged(environmentId, canceled.id);
  }
  if (moved.length > 0) ctx.signals.workAvailable(environmentId);
}

function reasonOf(ctx: EnvironmentContext, isAskedFor: boolean): string {
  if (!isAskedFor) return "Its parent was canceled";
  return ctx.actor.kind === "user" ? "Canceled in the dashboard" : "Canceled through the API";
}

async function findUnfinishedDescendants(ctx: EnvironmentContext, id: string): Promise<string[]> {
  const { rows } = await ctx.db.pool.query<{ id: string }>({
    name: "find-unfinished-descendants",
    text: `
      WITH RECURSIVE descendant AS (
        SELECT id, finished_at FROM run WHERE parent_run_id = $1 AND environment_id = $2
        UNION ALL
        SELECT run.id, run.finished_at FROM descendant JOIN run ON run.parent_run_id = descendant.id
      )
      SELECT id FROM descendant WHERE finished_at IS NULL`,
    values: [id, ctx.environment.id],
  });
  return rows.map((row) => row.id);
}
