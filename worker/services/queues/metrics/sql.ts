import type pg from "pg";

/** Keys of a queue that are looked at for its oldest wait in a list, and on its own page where too much waits to read it all. */
const KEYS_IN_LIST = 50;
const KEYS_LOOKED_AT = 200;
const COUNT_CAP = 1_000;
const WAITING_READ = 20_000;

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
    SELECT CASE WHEN low_order IS NULL THEN greatest(queued_at, queue_order) ELSE queued_at END AS since FROM run
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

export interface WaitingKeys {
  rows: KeyRow[];
  /** More waits than is read: keys are the first by name, and each is counted up to a bound. */
  areCapped: boolean;
}

/** All keys of a queue that wait or run, as long as no more than 20 000 runs wait in it. */
export async function readKeys(
  pool: pg.Pool,
  { environmentId, name }: { environmentId: string; name: string },
): Promise<WaitingKeys> {
  const values = [environmentId, name];
  const all = await pool.query<KeyRow>({ name: "queue-keys", text: keysOf(ALL_WAITING), values });
  const waiting = all.rows.reduce((sum, { queued }) => sum + queued, 0);
  if (waiting <= WAITING_READ) return { rows: all.rows, areCapped: false };
  const first = await pool.query<KeyRow>({
    name: "queue-first-keys",
    text: keysOf(FIRST_WAITING),
    values,
  });
  return { rows: first.rows, areCapped: true };
}

/** One range of the index of lanes, so the cost is bounded by the runs that are read, however many keys they have. */
const ALL_WAITING = `
  SELECT key, min(since) AS since, count(*)::int AS queued FROM (
    SELECT concurrency_key AS key, greatest(queued_at, queue_order) AS since FROM run
    WHERE environment_id = $1 AND queue_name = $2 AND lane_order IS NOT NULL
    ORDER BY concurrency_key, lane_order, id LIMIT ${WAITING_READ + 1}
  ) AS each_run GROUP BY key`;

const FIRST_WAITING = `
  SELECT lane.key, lane.since, (SELECT count(*) FROM (SELECT FROM run
    WHERE environment_id = $1 AND queue_name = $2 AND concurrency_key = lane.key
      AND lane_order IS NOT NULL LIMIT ${COUNT_CAP}) AS first_of_it)::int AS queued
  FROM (${heads("$2", KEYS_LOOKED_AT)}) AS lane`;

/** With those that run, of which there are no more than slots. */
function keysOf(waiting: string): string {
  return `
    SELECT coalesce(waiting.key, busy.key) AS key, waiting.since, coalesce(waiting.queued, 0) AS queued,
      coalesce(busy.running, 0) AS running
    FROM (${waiting}) AS waiting
    FULL JOIN (
      SELECT concurrency_key AS key, count(*)::int AS running FROM run
      WHERE environment_id = $1 AND queue_name = $2 AND holds_slot GROUP BY 1
    ) AS busy ON busy.key = waiting.key`;
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
