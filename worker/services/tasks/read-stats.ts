import { firstIdAt } from "#worker/domain/ids.ts";
import type { TaskStatsView } from "#worker/domain/runs/views.ts";
import type { EnvironmentContext } from "../context.ts";

/** Enough for a percentile, and few enough to read for every task of a page. */
export const SAMPLE = 200;
const DAY_MS = 86_400_000;

/** How the newest runs of each task went, of the last day: a short walk of the index a task, however many runs there are. */
export async function readTaskStats(
  ctx: EnvironmentContext,
  slugs: string[],
): Promise<Map<string, TaskStatsView>> {
  const since = firstIdAt(new Date(ctx.clock().getTime() - DAY_MS));
  const { rows } = await ctx.db.pool.query<TaskStatsView & { slug: string }>({
    name: "read-task-stats",
    text: `
      SELECT task.slug, count(*)::int AS "sampledCount",
        count(*) FILTER (WHERE bad_end NOT IN ('CANCELED', 'EXPIRED'))::int AS "failedCount",
        coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE started_at IS NOT NULL), 0) AS "p50Ms",
        coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE started_at IS NOT NULL), 0) AS "p95Ms"
      FROM unnest($2::text[]) AS task(slug) CROSS JOIN LATERAL (
        SELECT bad_end, duration_ms, started_at, finished_at FROM run
        WHERE environment_id = $1 AND task_slug = task.slug AND id >= $3
        ORDER BY id DESC LIMIT ${SAMPLE}
      ) AS newest
      WHERE finished_at IS NOT NULL
      GROUP BY task.slug`,
    values: [ctx.environment.id, slugs, since],
  });
  return new Map(rows.map(({ slug, ...stats }) => [slug, stats]));
}
