import { notFound } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { TaskDetailView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { packetToJson } from "../runs/packet.ts";
import { countByTask, readLastRuns } from "./list.ts";
import { presentTask, taskSelect } from "./present.ts";

/** Longer payloads are not offered for editing. */
const EDITABLE_CHARACTERS = 500_000;

/** A task of the current deployment, with the newest payload to start a test from. Throws NOT_FOUND. */
export async function getTask(ctx: EnvironmentContext, taskId: string): Promise<TaskDetailView> {
  authorize(ctx, "read", { type: "tasks", id: taskId });
  const environmentId = ctx.environment.id;
  const task = await ctx.db.prisma.task.findFirst({
    where: { environmentId, slug: taskId, archivedAt: null },
    select: taskSelect,
  });
  if (!task) throw notFound(`Task ${taskId}`);
  const [counts, lastRuns, newest] = await Promise.all([
    countByTask(ctx),
    readLastRuns(ctx, [taskId]),
    ctx.db.prisma.run.findFirst({
      where: { environmentId, taskSlug: taskId, payload: { not: null } },
      orderBy: { id: "desc" },
      select: { id: true, payload: true, payloadType: true, createdAt: true },
    }),
  ]);
  const view = presentTask(
    task,
    counts.get(taskId) ?? { executing: 0, queued: 0 },
    lastRuns.get(taskId) ?? [],
  );
  if (!newest?.payload || newest.payload.length > EDITABLE_CHARACTERS) return view;
  return {
    ...view,
    lastPayload: {
      json: JSON.stringify(packetToJson(newest.payload, newest.payloadType), null, 2),
      runId: friendlyId("run", newest.id),
      createdAt: newest.createdAt.toISOString(),
    },
  };
}
