import type pg from "pg";

/** So many rows hold what a queue or key has started in a period. */
const SLICES = 20;

/**
 * A start counts for its period and up to the next slice's end: so there are never more starts than the limit
 * in any period, wherever it begins, and a few rows hold them. Windows that begin anew would let twice as
 * many start around each beginning, and so would a bucket that is full again after a period.
 */
const countedUntil = (start: string, periodMs: string): string => {
  const slice = `greatest(1, ${periodMs} / ${SLICES})`;
  return `to_timestamp((ceil((extract(epoch FROM ${start}) * 1000 + ${periodMs}) / ${slice}) * ${slice} / 1000)::float8)`;
};

const keyOf = (run: string) =>
  `CASE queue.rate_scope WHEN 'KEY' THEN ${run}.concurrency_key ELSE '' END`;

/**
 * Behind `movingRuns`: the attempts it opens count against the rate limits of their queues, in the statement
 * that opens them. Admission reserves their starts meanwhile, by counting what is admitted. In one order, so that
 * two batches which share queues wait for each other instead of locking each other out.
 */
export const COUNTING_STARTS = `
counted AS (
  INSERT INTO rate_window AS kept (environment_id, queue_name, concurrency_key, ends_at, used, is_full)
  SELECT environment_id, queue_name, key, ends_at, used, used + coalesce((
    SELECT sum(earlier.used) FROM rate_window AS earlier WHERE earlier.environment_id = started.environment_id
      AND earlier.queue_name = started.queue_name AND earlier.concurrency_key = key AND earlier.ends_at > at
  ), 0) >= rate_limit
  FROM (
    SELECT moved.environment_id, moved.queue_name, ${keyOf("moved")} AS key,
      ${countedUntil("moved.at", "queue.rate_period_ms")} AS ends_at, queue.rate_limit, count(*) AS used, max(moved.at) AS at
    FROM moved CROSS JOIN LATERAL (
      SELECT rate_limit, rate_scope, rate_period_ms FROM queue
      WHERE environment_id = moved.environment_id AND name = moved.queue_name AND rate_limit IS NOT NULL LIMIT 1
    ) AS queue
    WHERE moved.worker_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ) AS started
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (environment_id, queue_name, concurrency_key, ends_at) DO UPDATE SET
    used = kept.used + excluded.used, is_full = kept.is_full OR excluded.is_full
)`;

/** What counts of the environment $1 at $2. */
export const COUNTS = "environment_id = $1 AND ends_at > $2";

/** A run that is admitted to go on after a wait has its attempt, and opens none. */
const RESERVED = `status = 'DEQUEUED'
  AND (SELECT 1 FROM attempt WHERE attempt.run_id = run.id AND attempt.status = 'EXECUTING' LIMIT 1) IS NULL`;

/** Of the queue, or of one of its keys. */
export const startsLeft = (limit: string, queue: string, key?: string) => `${limit} - coalesce((
  SELECT sum(used) FROM rate_window WHERE ${COUNTS} AND queue_name = ${queue} AND concurrency_key = ${key ?? "''"}
), 0)::int - (
  SELECT count(*) FROM run WHERE holds_slot AND environment_id = $1 AND queue_name = ${queue}
    ${key ? `AND concurrency_key = ${key}` : ""} AND ${RESERVED}
)::int`;

/** Of attempts that were opened and handed back before their code began. */
export async function giveBackStarts(
  client: Pick<pg.Pool, "query">,
  attempts: { id: string; runId: string }[],
): Promise<void> {
  if (attempts.length === 0) return;
  await client.query({
    name: "give-back-starts",
    text: GIVE_BACK_STARTS,
    values: [attempts.map(({ runId }) => runId), attempts.map(({ id }) => id)],
  });
}

const GIVE_BACK_STARTS = `
UPDATE rate_window AS kept SET used = kept.used - given.count, is_full = false
FROM (
  SELECT run.environment_id, run.queue_name, ${keyOf("run")} AS key,
    ${countedUntil("attempt.started_at", "queue.rate_period_ms")} AS ends_at, count(*) AS count
  FROM unnest($1::uuid[], $2::uuid[]) AS back(run_id, id)
  JOIN attempt ON attempt.run_id = back.run_id AND attempt.id = back.id
  JOIN run ON run.id = attempt.run_id
  JOIN queue ON queue.environment_id = run.environment_id AND queue.name = run.queue_name
  WHERE queue.rate_limit IS NOT NULL GROUP BY 1, 2, 3, 4
) AS given
WHERE kept.environment_id = given.environment_id AND kept.queue_name = given.queue_name
  AND kept.concurrency_key = given.key AND kept.ends_at = given.ends_at AND kept.used >= given.count`;
