import type { Run } from "#prisma/generated/client.ts";
import { notFound } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** The run's row. Throws NOT_FOUND, also for a run of another environment, and FORBIDDEN. */
export async function findReadableRun(ctx: EnvironmentContext, runId: string): Promise<Run> {
  const id = parseFriendlyId("run", runId);
  const environmentId = ctx.environment.id;
  const run = id ? await ctx.db.prisma.run.findFirst({ where: { id, environmentId } }) : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "read", ...readTargets(runId, run));
  return run;
}

/** A run may be read as itself, through its task, its batch or one of its tags. */
export function readTargets(
  runId: string,
  run: { taskSlug: string; tags: string[]; batchId: string | null },
) {
  return [
    { type: "runs", id: runId } as const,
    { type: "tasks", id: run.taskSlug } as const,
    ...(run.batchId ? [{ type: "batch", id: friendlyId("batch", run.batchId) } as const] : []),
    ...run.tags.map((tag) => ({ type: "tags", id: tag }) as const),
  ];
}
