import { METADATA, OUTPUT, PAYLOAD, TAGS } from "./payloads.ts";
import { bell, random, seconds, uuidAt } from "./sql.ts";

const DAYS = 28;
const K = "key";

/** When the first run of the batch was made: ids sort as they were made. */
const batchedAt = `$5::timestamptz - interval '25 seconds'
  - interval '${DAYS} days' * power(1 - (p.n / 400 * 400)::float8 / $4::float8, 2)`;

/**
 * Runs `$2` to `$3` of `$4`, oldest first, denser towards now ($5). Parameters: environment, from, to, of how many, now,
 * profiles with the share each begins and ends at, deployments with when each became current.
 * Made in the order of their ids, so that the indexes grow at their end.
 */
export const INSERT_HISTORY = `
WITH profile AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($6::jsonb) AS p(id text, from_share float8, to_share float8, median_ms float8,
    spread float8, failure float8, queue text, keys int, machine text, kind text, errors jsonb)
), deployment_at AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($7::jsonb) AS d(id uuid, from_at timestamptz, to_at timestamptz)
), numbered AS MATERIALIZED (
  SELECT n, 'run' || n AS key,
    $5::timestamptz - interval '25 seconds' - interval '${DAYS} days' * power(1 - n::float8 / $4::float8, 2) AS created_at
  FROM generate_series($2::bigint, $3::bigint) AS n
), shaped AS MATERIALIZED (
  SELECT numbered.*, p.*, ${random(K, 3)} < p.failure AS is_bad, ${random(K, 4)} AS luck,
    p.median_ms * exp(p.spread * ${bell(K, 5)}) AS raw_ms,
    30 + 400 * power(${random(K, 8)}, 6) * (1 + 40 * (${random(K, 9)} < 0.04)::int) AS queue_ms
  FROM numbered JOIN profile AS p ON ${random(K, 1)} >= p.from_share AND ${random(K, 1)} < p.to_share
), decided AS (
  SELECT shaped.*,
    (CASE
      WHEN NOT is_bad AND luck < 0.008 THEN 'CANCELED'
      WHEN NOT is_bad AND luck < 0.011 THEN 'EXPIRED'
      WHEN NOT is_bad THEN 'COMPLETED'
      WHEN luck < 0.78 THEN 'FAILED'
      WHEN luck < 0.88 THEN 'CRASHED'
      WHEN luck < 0.97 THEN 'TIMED_OUT'
      ELSE 'SYSTEM_FAILURE'
    END)::run_status AS status
  FROM shaped
), attempted AS MATERIALIZED (
  SELECT decided.*,
    CASE
      WHEN status = 'EXPIRED' OR (status = 'CANCELED' AND luck < 0.003) THEN 0
      WHEN status = 'FAILED' THEN 3
      WHEN status = 'CRASHED' THEN 2
      WHEN status = 'COMPLETED' AND ${random(K, 10)} < 0.035 THEN 2
      WHEN status = 'COMPLETED' AND ${random(K, 10)} < 0.043 THEN 3
      ELSE 1
    END AS attempts
  FROM decided
), timed AS (
  SELECT attempted.*, created_at + ${seconds("queue_ms")} AS start_at,
    least(created_at + ${seconds("queue_ms + CASE WHEN attempts = 0 THEN 600000 ELSE raw_ms * attempts + 1500 * (attempts - 1) END")}, $5::timestamptz) AS end_at
  FROM attempted
)
INSERT INTO run (
  id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, deployment_id, attempt_number,
  max_attempts, machine, ttl, payload, payload_type, output, output_type, error, metadata, tags, is_test, idempotency_key,
  idempotency_options, batch_id, batch_index, sdk_version, created_at, updated_at, queued_at, started_at, finished_at, duration_ms
)
SELECT ${uuidAt("p.created_at", "$1::text || p.key")}, $1::uuid, p.id, p.status, p.queue,
  CASE WHEN p.keys > 0 THEN 'tenant_' || floor(power(${random(K, 11)}, 2) * p.keys)::int ELSE '' END,
  p.created_at, CASE WHEN p.attempts > 0 THEN deployment_at.id END, p.attempts,
  CASE WHEN ${random(K, 12)} < 0.1 THEN 3 END, p.machine, CASE WHEN p.status = 'EXPIRED' THEN '10m' END,
  ${PAYLOAD}::text, 'application/json',
  CASE WHEN p.status = 'COMPLETED' THEN ${OUTPUT}::text END, CASE WHEN p.status = 'COMPLETED' THEN 'application/json' END,
  ${errorOf("p.status", "p.errors", "p.luck")},
  ${METADATA}, ${TAGS}, ${random(K, 13)} < 0.01,
  CASE WHEN p.kind = 'order' AND p.n % 3 = 0 THEN md5(p.key) END,
  CASE WHEN p.kind = 'order' AND p.n % 3 = 0 THEN jsonb_build_object('key', 'order-' || p.n, 'scope', 'global') END,
  CASE WHEN p.n % 400 < 25 THEN ${uuidAt(batchedAt, "$1::text || 'batch' || (p.n / 400)")} END,
  CASE WHEN p.n % 400 < 25 THEN p.n % 400 END,
  '0.1.0', p.created_at, p.end_at, p.created_at, CASE WHEN p.attempts > 0 THEN least(p.start_at, p.end_at) END, p.end_at,
  CASE WHEN p.attempts > 0 THEN least(p.raw_ms * p.attempts, 2000000000)::int ELSE 0 END
FROM timed AS p
JOIN deployment_at ON p.created_at >= deployment_at.from_at AND p.created_at < deployment_at.to_at
ON CONFLICT DO NOTHING`;

/** What a bad end stores, as the runner and the worker write it. */
export function errorOf(status: string, errors: string, luck: string): string {
  const chosen = `(${errors} -> (floor(${luck} * 1009)::int % jsonb_array_length(${errors})))`;
  const internal = (code: string, message: string) =>
    `jsonb_build_object('type', 'INTERNAL_ERROR', 'code', '${code}', 'message', '${message}')`;
  return `CASE ${status}
    WHEN 'FAILED' THEN ${chosen}
    WHEN 'CRASHED' THEN ${internal("TASK_PROCESS_OOM_KILLED", "The process used more than the 512 MB of its machine small-1x and was killed.")}
    WHEN 'TIMED_OUT' THEN ${internal("MAX_DURATION_EXCEEDED", "The attempt ran longer than its maximum duration of 300 seconds.")}
    WHEN 'SYSTEM_FAILURE' THEN ${internal("DEPLOYMENT_UNUSABLE", "The bundle of its deployment could not be unpacked: no space left on device.")}
    WHEN 'EXPIRED' THEN ${internal("TASK_RUN_EXPIRED", "The run did not start within its time to live of 10m.")}
    WHEN 'CANCELED' THEN ${internal("TASK_RUN_CANCELLED", "The run was canceled.")}
  END`;
}

/** The steps of every order become its children. Parameters: environment, steps. */
export const INSERT_CHILDREN = `
WITH step AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS s(id text, from_share float8, to_share float8, queue text, ordinal int)
), placed AS (
  SELECT parent.*, step.id AS step_id, step.queue AS step_queue, step.ordinal,
    parent.started_at + (parent.finished_at - parent.started_at) * step.from_share AS from_at,
    parent.started_at + (parent.finished_at - parent.started_at) * step.to_share AS to_at,
    -- What fails the order is its payment.
    parent.status = 'FAILED' AND step.ordinal = 1 AS has_failed
  FROM run AS parent CROSS JOIN step
  WHERE parent.environment_id = $1::uuid AND parent.task_slug = 'process-order' AND parent.started_at IS NOT NULL
    AND (parent.status = 'COMPLETED' OR step.ordinal = 1)
)
INSERT INTO run (
  id, environment_id, task_slug, status, queue_name, queue_order, deployment_id, attempt_number, machine, payload, output,
  output_type, error, tags, parent_run_id, root_run_id, depth, sdk_version, created_at, updated_at, queued_at, started_at,
  finished_at, duration_ms
)
SELECT ${uuidAt("from_at", "id::text || step_id")}, environment_id, step_id,
  (CASE WHEN has_failed THEN 'FAILED' ELSE 'COMPLETED' END)::run_status, step_queue, from_at, deployment_id, 1, 'small-1x',
  json_build_object('orderId', payload::json ->> 'orderId', 'userId', payload::json -> 'userId')::text,
  CASE WHEN NOT has_failed THEN '{"ok":true}' END, CASE WHEN NOT has_failed THEN 'application/json' END,
  CASE WHEN has_failed THEN error END, tags, id, id, 1, '0.1.0', from_at, to_at, from_at,
  from_at + (to_at - from_at) * 0.05, to_at, (extract(epoch FROM to_at - from_at) * 950)::int
FROM placed ORDER BY from_at
ON CONFLICT DO NOTHING`;

/** A batch for every batch id that runs carry. Parameter: environment. */
export const INSERT_BATCHES = `
WITH made AS (
  SELECT batch_id, environment_id, count(*)::int AS runs, min(created_at) AS at, max(updated_at) AS updated_at,
    min(created_at) < max(max(created_at)) OVER () - interval '1 day' AS is_old
  FROM run WHERE environment_id = $1::uuid AND batch_id IS NOT NULL GROUP BY 1, 2
), told AS (
  -- Of one, whoever sent the items died in the middle.
  SELECT *, is_old AND row_number() OVER (PARTITION BY is_old ORDER BY batch_id DESC) = 1 AS is_cut_off FROM made
)
INSERT INTO batch (id, environment_id, run_count, sealed_at, aborted_at, created_at, updated_at)
SELECT batch_id, environment_id, runs + CASE WHEN is_cut_off THEN 15 ELSE 0 END,
  CASE WHEN NOT is_cut_off THEN at END, CASE WHEN is_cut_off THEN at + interval '30 minutes' END, at, updated_at
FROM told
ON CONFLICT DO NOTHING`;
