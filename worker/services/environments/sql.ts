import type pg from "pg";
import { COUNT_CAP } from "../queues/count.ts";
import type { QueueCounts } from "../queues/present.ts";

/** What runs and what waits in each of these environments: two short walks along partial indexes. */
export async function countRuns(
  pool: pg.Pool,
  environmentIds: string[],
): Promise<Map<string, QueueCounts>> {
  const { rows } = await pool.query<QueueCounts & { id: string }>({
    name: "count-runs-of-environments",
    text: `
      SELECT place.id,
        (SELECT count(*) FROM run WHERE environment_id = place.id AND holds_slot)::int AS running,
        (SELECT count(*) FROM (SELECT FROM run WHERE environment_id = place.id
          AND lane_order IS NOT NULL LIMIT ${COUNT_CAP}) AS waiting)::int AS queued
      FROM unnest($1::uuid[]) AS place(id)`,
    values: [environmentIds],
  });
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
