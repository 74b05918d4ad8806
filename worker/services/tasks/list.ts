import type { RunStatus } from "#sdk/wire/run-status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { TaskView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentTask, type TaskCounts, taskSelect } from "./present.ts";
import { readTaskStats } from "./read-stats.ts";

/** The tasks of the current deployment, by id, each with what it is doing now. */
export async function listTasks(ctx: EnvironmentContext): Promise<TaskView[]> {
  authorize(ctx, "read", { type: "tasks" });
  const tasks = await ctx.db.prisma.task.findMany({
    where: { environmentId: ctx.environment.id, archivedAt: null },
    orderBy: { slug: "asc" },
    select: taskSelect,
  });
  const slugs = tasks.map((task) => task.slug);
  const [counts, lastRuns, stats] = await Promise.all([
    countByTask(ctx),
    readLastRuns(ctx, slugs),
    readTaskStats(ctx, slugs),
  ]);
  return tasks.map((task) => {
    const ofTask = stats.get(task.slug);
    return {
      ...presentTask(task, counts.get(task.slug) ?? NO_RUNS, lastRuns.get(task.slug) ?? []),
      ...(ofTask && { stats: ofTask }),
    };
  });
}

const NO_RUNS: TaskCounts = { executing: 0, queued: 0 };
/** Beyond this a number is no longer read, and counting would cost. */
const COUNT_CAP = 10_000;

export async function countByTask(ctx: EnvironmentContext): Promise<Map<string, TaskCounts>> {
  const { rows } = await ctx.db.pool.query<TaskCounts & { slug: string }>({
    name: "count-by-task",
    text: `
      SELECT task_slug AS slug,
        count(*) FILTER (WHERE status <> 'QUEUED')::int AS executing,
        count(*) FILTER (WHERE status = 'QUEUED')::int AS queued
      FROM (
        (SELECT task_slug, status FROM run
          WHERE environment_id = $1 AND holds_slot)
        UNION ALL
        (SELECT task_slug, status FROM run
          WHERE environment_id = $1 AND lane_order IS NOT NULL LIMIT ${COUNT_CAP})
      ) AS unfinished
      GROUP BY task_slug`,
    values: [ctx.environment.id],
  });
  return new Map(rows.map(({ slug, ...counts }) => [slug, counts]));
}

type LastRun = TaskView["lastRuns"][number];

/** The newest ten of each task, one short walk of the index a task. */
export async function readLastRuns(
  ctx: EnvironmentContext,
  slugs: string[],
): Promise<Map<string, LastRun[]>> {
  const { rows } = await ctx.db.pool.query<{
    slug: string;
    id: string;
    status: RunStatus;
    createdAt: Date;
    durationMs: number;
  }>({
    name: "read-last-runs",
    text: `
      SELECT task.slug, last.id, last.status, last.created_at AS "createdAt", last.duration_ms AS "durationMs"
      FROM unnest($2::text[]) AS task(slug) CROSS JOIN LATERAL (
        SELECT id, status, created_at, duration_ms FROM run
        WHERE environment_id = $1 AND task_slug = task.slug
        ORDER BY id DESC LIMIT 10
      ) AS last`,
    values: [ctx.environment.id, slugs],
  });
  const byTask = new Map<string, LastRun[]>();
  for (const { slug, id, status, createdAt, durationMs } of rows) {
    const runs = byTask.get(slug) ?? [];
    runs.push({
      id: friendlyId("run", id),
      status,
      createdAt: createdAt.toISOString(),
      durationMs,
    });
    byTask.set(slug, runs);
  }
  return byTask;
}
