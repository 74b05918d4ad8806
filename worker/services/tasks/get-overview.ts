import { taskChanges } from "#worker/domain/deployment-changes.ts";
import { notFound } from "#worker/domain/errors.ts";
import { taskOptions } from "#worker/domain/task-options.ts";
import type { TaskOverviewView, TaskVersionView } from "#worker/domain/tasks/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { loadDeployment } from "../deployments/load.ts";
import { countQueues } from "../queues/count.ts";
import { presentQueue } from "../queues/present.ts";
import { presentSchedules } from "../schedules/present.ts";
import { countByTask, readLastRuns } from "./list.ts";
import { presentTask, taskManifestOf, taskSelect } from "./present.ts";
import { readTaskActivity } from "./read-activity.ts";
import { readTaskStats } from "./read-stats.ts";

const SCHEDULES = 20;
const VERSIONS_LOOKED_AT = 50;
const VERSIONS = 10;

/** All that the page of a task of the current deployment shows. Throws NOT_FOUND. */
export async function getTaskOverview(
  ctx: EnvironmentContext,
  taskId: string,
): Promise<TaskOverviewView> {
  authorize(ctx, "read", { type: "tasks", id: taskId });
  const task = await ctx.db.prisma.task.findFirst({
    where: { environmentId: ctx.environment.id, slug: taskId, archivedAt: null },
    select: { ...taskSelect, deploymentId: true },
  });
  if (!task) throw notFound(`Task ${taskId}`);
  const [deployment, counts, lastRuns, stats, queue, schedules, versions, activity] =
    await Promise.all([
      loadDeployment(ctx, task.deploymentId),
      countByTask(ctx),
      readLastRuns(ctx, [taskId]),
      readTaskStats(ctx, [taskId]),
      readQueue(ctx, task.queueName),
      readSchedules(ctx, taskId),
      readVersions(ctx, taskId),
      readTaskActivity(ctx, taskId),
    ]);
  const ofTask = stats.get(taskId);
  const idle = { executing: 0, queued: 0 };
  return {
    task: {
      ...presentTask(task, counts.get(taskId) ?? idle, lastRuns.get(taskId) ?? []),
      ...(ofTask && { stats: ofTask }),
    },
    options: taskOptions(taskManifestOf(task.manifest), deployment.manifest.config),
    queue,
    schedules,
    versions,
    activity,
  };
}

async function readQueue(ctx: EnvironmentContext, name: string) {
  const environmentId = ctx.environment.id;
  const [row, counts] = await Promise.all([
    ctx.db.prisma.queue.findUniqueOrThrow({
      where: { environmentId_name: { environmentId, name } },
    }),
    countQueues(ctx, [name]),
  ]);
  return presentQueue(row, counts.get(name) ?? { running: 0, queued: 0 });
}

async function readSchedules(ctx: EnvironmentContext, taskSlug: string) {
  const rows = await ctx.db.prisma.schedule.findMany({
    where: { environmentId: ctx.environment.id, taskSlug, archivedAt: null },
    orderBy: [{ nextStartAt: { sort: "asc", nulls: "last" } }, { id: "desc" }],
    take: SCHEDULES,
  });
  return presentSchedules(ctx, rows);
}

/** What its deployments changed of it, the newest first. Manifests are kept in memory once they were read. */
async function readVersions(ctx: EnvironmentContext, taskId: string): Promise<TaskVersionView[]> {
  const rows = await ctx.db.prisma.deployment.findMany({
    where: { environmentId: ctx.environment.id },
    orderBy: { id: "desc" },
    take: VERSIONS_LOOKED_AT,
    select: { id: true, version: true, createdAt: true, createdBy: true, isCurrent: true },
  });
  const versions: TaskVersionView[] = [];
  let newer = await taskOf(ctx, rows[0]?.id, taskId);
  for (const [index, row] of rows.entries()) {
    if (versions.length === VERSIONS) break;
    const older = await taskOf(ctx, rows[index + 1]?.id, taskId);
    const isThere = newer.tasks.length > 0;
    if (isThere) {
      const [change] = taskChanges(older, newer);
      versions.push({
        version: row.version,
        at: row.createdAt.toISOString(),
        isCurrent: row.isCurrent,
        ...(row.createdBy !== null && { deployedBy: row.createdBy }),
        ...(change?.kind === "ADDED" && { isFirst: true }),
        changed: change?.kind === "CHANGED" ? (change.settings ?? []) : [],
      });
    }
    newer = older;
  }
  return versions;
}

async function taskOf(ctx: EnvironmentContext, deploymentId: string | undefined, taskId: string) {
  if (deploymentId === undefined) return { tasks: [] };
  const { manifest } = await loadDeployment(ctx, deploymentId);
  return { tasks: manifest.tasks.filter(({ id }) => id === taskId) };
}
