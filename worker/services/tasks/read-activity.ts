import type { RunStatus } from "#sdk/wire/run-status.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { TaskActivityView } from "#worker/domain/tasks/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

const HOURS = 24;
const HOUR_MS = 3_600_000;

/** How runs ended in the last 24 hours, by task and hour, and what was deployed meanwhile. */
export async function readTaskActivity(
  ctx: EnvironmentContext,
  taskId?: string,
): Promise<TaskActivityView> {
  authorize(ctx, "read", { type: "tasks", ...(taskId !== undefined && { id: taskId }) });
  const environmentId = ctx.environment.id;
  const current = Math.floor(ctx.clock().getTime() / HOUR_MS) * HOUR_MS;
  const since = new Date(current - (HOURS - 1) * HOUR_MS);
  // Sums by hour: the cost is that of tasks and hours, not of runs.
  const [{ rows }, deployments] = await Promise.all([
    ctx.db.pool.query<{ task: string; at: Date; event: string; count: number }>({
      name: "read-task-activity",
      text: `
        SELECT task_slug AS task, starts_at AS at, event, sum(count)::int AS count FROM run_rollup
        WHERE environment_id = $1 AND period = 'HOUR' AND starts_at >= $2
          AND ($3::text IS NULL OR task_slug = $3) AND event NOT IN ('QUEUED', 'STARTED')
        GROUP BY 1, 2, 3 ORDER BY 2`,
      values: [environmentId, since, taskId ?? null],
    }),
    ctx.db.prisma.deployment.findMany({
      where: { environmentId, createdAt: { gte: since } },
      orderBy: { createdAt: "asc" },
      select: { version: true, createdAt: true },
      take: 100,
    }),
  ]);
  const tasks: TaskActivityView["tasks"] = {};
  for (const { task, at, event, count } of rows) {
    if (!isEnd(event)) continue;
    tasks[task] ??= [];
    const hours = tasks[task];
    const iso = at.toISOString();
    const last = hours.at(-1);
    if (last?.at === iso) last.runs[event] = count;
    else hours.push({ at: iso, runs: { [event]: count } });
  }
  return {
    hours: Array.from({ length: HOURS }, (_, index) =>
      new Date(since.getTime() + index * HOUR_MS).toISOString(),
    ),
    tasks,
    deployments: deployments.map(({ version, createdAt }) => ({
      version,
      at: createdAt.toISOString(),
    })),
  };
}

/** A tally's event is `QUEUED`, `STARTED` or the status that ended the run. */
function isEnd(event: string): event is RunStatus {
  return isFinal(event as RunStatus);
}
