import type { EnvironmentContext } from "../context.ts";
import type { QueueCounts } from "./present.ts";

/** Beyond this a number is no longer read, and counting would cost. */
export const COUNT_CAP = 10_000;

/** What runs and what waits in these queues: one short walk along the index of each. */
export async function countQueues(
  ctx: EnvironmentContext,
  names: string[],
): Promise<Map<string, QueueCounts>> {
  const { rows } = await ctx.db.pool.query<QueueCounts & { name: string }>({
    name: "count-queues",
    text: `
      SELECT queue.name,
        (SELECT count(*) FROM run WHERE environment_id = $1 AND queue_name = queue.name
          AND holds_slot)::int AS running,
        (SELECT count(*) FROM (SELECT FROM run WHERE environment_id = $1 AND queue_name = queue.name
          AND lane_order IS NOT NULL LIMIT ${COUNT_CAP}) AS waiting)::int AS queued
      FROM unnest($2::text[]) AS queue(name)`,
    values: [ctx.environment.id, names],
  });
  return new Map(rows.map(({ name, ...counts }) => [name, counts]));
}

/** The same over all queues of the environment. */
export async function countEnvironment(ctx: EnvironmentContext): Promise<QueueCounts> {
  const { rows } = await ctx.db.pool.query<QueueCounts>({
    name: "count-environment",
    text: `
      SELECT
        (SELECT count(*) FROM run WHERE environment_id = $1
          AND holds_slot)::int AS running,
        (SELECT count(*) FROM (SELECT FROM run WHERE environment_id = $1
          AND lane_order IS NOT NULL LIMIT ${COUNT_CAP}) AS waiting)::int AS queued`,
    values: [ctx.environment.id],
  });
  return rows[0] ?? { running: 0, queued: 0 };
}
