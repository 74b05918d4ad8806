import type pg from "pg";

/** Keys of a queue that are looked at for its oldest wait, in a list and on its own page. */
const KEYS_IN_LIST = 50;
export const KEYS_LOOKED_AT = 200;
const COUNT_CAP = 1_000;

/**
 * Heads of the lanes of queue `$queue`, walked from key to key along the index of lanes: the cost is that of the keys that are
 * looked at, whatever waits behind them. A retry that is due later does not wait yet.
 */
const heads = (queue: string, keys: number) => `
  WITH RECURSIVE head AS (
    (SELECT concurrency_key, 1 AS place FROM run
      WHERE environment_id = $1 AND queue_name = ${queue} AND lane_order IS NOT NULL
      ORDER BY concurrency_key LIMIT 1)
    UNION ALL
    SELECT next.concurrency_key, head.place + 1 FROM head CROSS JOIN LATERAL (
      SELECT concurrency_key FROM run
      WHERE environment_id = $1 AND queue_name = ${queue} AND lane_order IS NOT NULL
        AND concurrency_key > head.concurrency_key
      ORDER BY concurrency_key LIMIT 1
    ) AS next WHERE head.place < ${keys}
  )
  SELECT head.concurrency_key AS key, first.since FROM head CROSS JOIN LATERAL (
    SELECT greatest(queued_at, queue_order) AS since FROM run
    WHERE environment_id = $1 AND queue_name = ${queue} AND concurrency_key = head.concurrency_key
      AND lane_order IS NOT NULL
    ORDER BY concurrency_key, lane_order, id LIMIT 1
  ) AS first`;

/** Since when the first of its lanes wait, by queue. */
export async function readOldest(
  pool: pg.Pool,
  { environmentId, names, now }: { environmentId: string; names: string[]; now: Date },
): Promise<Map<string, Date>> {
  const { rows } = await pool.query<{ name: string; since: Date | null }>({
    name: "queues-oldest",
    text: `
      SELECT queue.name, (
        SELECT min(since) FROM (${heads("queue.name", KEYS_IN_LIST)}) AS lane WHERE since <= $3
      ) AS since
      FROM unnest($2::text[]) AS queue(name)`,
    values: [environmentId, names, now],
  });
  return new Map(rows.flatMap(({ name, since }) => (since ? [[name, since]] : [])));
}

export interface KeyRow {
  key: string;
  since: Date | null;
  queued: number;
  running: number;
}

/** Keys that wait, of which the first 200 are looked at, and keys that run, of which there are no more than slots. */
export async function readKeys(
  pool: pg.Pool,
  { environmentId, name }: { environmentId: string; name: string },
): Promise<KeyRow[]> {
  const { rows } = await pool.query<KeyRow>({
    name: "queue-keys",
    text: `
      SELECT coalesce(waiting.key, busy.key) AS key, waiting.since, coalesce(waiting.queued, 0) AS queued,
        coalesce(busy.running, 0) AS running
      FROM (
        SELECT lane.key, lane.since, (SELECT count(*) FROM (SELECT FROM run
          WHERE environment_id = $1 AND queue_name = $2 AND concurrency_key = lane.key
            AND lane_order IS NOT NULL LIMIT ${COUNT_CAP}) AS first_of_it)::int AS queued
        FROM (${heads("$2", KEYS_LOOKED_AT)}) AS lane
      ) AS waiting
      FULL JOIN (
        SELECT concurrency_key AS key, count(*)::int AS running FROM run
        WHERE environment_id = $1 AND queue_name = $2 AND holds_slot GROUP BY 1
      ) AS busy ON busy.key = waiting.key`,
    values: [environmentId, name],
  });
  return rows;
}

export function isCountCapped(count: number): boolean {
  return count >= COUNT_CAP;
}

export interface FlowRow {
  name: string;
  at: Date;
  event: "QUEUED" | "STARTED";
  bucket: number;
  count: number;
}

/** What came in and what started, minute by minute: sums, so their cost is that of minutes and not of runs. */
export async function readFlow(
  pool: pg.Pool,
  { environmentId, names, since }: { environmentId: string; names: string[]; since: Date },
): Promise<FlowRow[]> {
  const { rows } = await pool.query<FlowRow>({
    name: "queues-flow",
    text: `
      SELECT queue_name AS name, starts_at AS at, event, bucket, sum(count)::int AS count FROM run_rollup
      WHERE environment_id = $1 AND period = 'MINUTE' AND starts_at >= $3 AND queue_name = ANY($2)
        AND event IN ('QUEUED', 'STARTED')
      GROUP BY 1, 2, 3, 4`,
    values: [environmentId, names, since],
  });
  return rows;
}
