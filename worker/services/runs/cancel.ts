import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { announceCanceled, cancelTrees } from "./cancel-trees.ts";

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
  const reason =
    ctx.actor.kind === "user" ? "Canceled in the dashboard" : "Canceled through the API";
  announceCanceled(ctx, await cancelTrees(ctx, ctx.db.pool, { runIds: [run.id], reason }));
}
