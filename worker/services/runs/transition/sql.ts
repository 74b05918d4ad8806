import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { ENTERED_FROM, FINAL_STATUSES } from "#worker/domain/run-status.ts";
import { bucketOf } from "../../stats/sql.ts";

/** A notification inside the statement: rare, and nobody else would know that somebody waits. */
export const WAKE_CHANNEL = "pawl_wake";

/** What a statement knows of each change, and the types; all but the first three may be null. */
const COLUMNS = {
  run_id: "uuid",
  target: "run_status",
  at: "timestamptz",
  reason: "text",
  fence: "int",
  attempt_number: "int",
  deployment_id: "uuid",
  machine: "text",
  queue_order: "timestamptz",
  output: "text",
  output_type: "text",
  error: "jsonb",
  executed_ms: "int",
  attempt_id: "uuid",
  worker_id: "uuid",
  attempt_deployment_id: "uuid",
  attempt_status: "attempt_status",
  attempt_error: "jsonb",
  error_fingerprint: "text",
  through: "run_status",
} as const;

type ColumnName = keyof typeof COLUMNS;

/** Two steps in one statement, both of them guarded and told: only admission, which is not given this from outside. */
const NEVER_FROM_PARAMETERS: ColumnName = "through";

/** The select list of a `change` that a statement reads from tables: SQL by column, null where there is none. */
export function changeColumns(known: Partial<Record<ColumnName, string>>): string {
  return COLUMN_NAMES.map((name) => `(${known[name] ?? "NULL"})::${COLUMNS[name]} AS ${name}`).join(
    ", ",
  );
}

const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
const PARAMETERS = COLUMN_NAMES.filter((name) => name !== NEVER_FROM_PARAMETERS);

const ALLOWED_PAIRS = RUN_STATUSES.flatMap((to) =>
  ENTERED_FROM[to].map((from) => `('${from}'::run_status, '${to}'::run_status)`),
).join(", ");

function milliseconds(interval: string): string {
  return `greatest(0, extract(epoch FROM ${interval}) * 1000)::bigint`;
}

const FINAL_LIST = FINAL_STATUSES.map((status) => `'${status}'`).join(", ");

/** What moved, counted: appended and never updated, since a shared counter would make commits wait for each other. */
const TALLY = `
  INSERT INTO run_tally (environment_id, at, task_slug, queue_name, deployment_id, event, bucket, count,
    total_ms, fingerprint, sample_run_id)
  SELECT environment_id, max(at), task_slug, queue_name, deployment_id, event, ${bucketOf("ms")}, count(*),
    sum(ms), fingerprint, max(id::text)::uuid
  FROM (
    SELECT moved.*,
      CASE status WHEN 'EXECUTING' THEN 'STARTED' ELSE status::text END AS event,
      CASE status
        WHEN 'EXECUTING' THEN ${milliseconds("at - CASE attempt_number WHEN 1 THEN queued_at ELSE greatest(queued_at, queue_order) END")}
        WHEN 'QUEUED' THEN 0
        ELSE duration_ms
      END AS ms
    FROM moved
    WHERE status NOT IN ('DEQUEUED', 'WAITING', 'PENDING_VERSION')
  ) AS counted
  GROUP BY environment_id, date_bin('1 minute', at, 'epoch'), task_slug, queue_name, deployment_id, event, 7, fingerprint`;

/**
 * The writing itself, as common table expressions: a statement that finds runs and moves them at once
 * (admission, the start of attempts) brings its own `change`, in the order of the runs' ids where
 * the rows are not locked yet. `moved` has the runs whose guard let them pass.
 */
export const movingRuns = (change: string) => `
change AS (${change}), moved AS (
  UPDATE run SET
    status = c.target,
    attempt_number = coalesce(c.attempt_number, run.attempt_number),
    deployment_id = coalesce(c.deployment_id, run.deployment_id),
    machine = coalesce(c.machine, run.machine),
    -- One of negative priority that has started would be taken for a retry that is due later.
    queue_order = coalesce(c.queue_order, CASE WHEN c.target = 'QUEUED' AND run.started_at IS NOT NULL
      THEN least(run.queue_order, c.at) ELSE run.queue_order END),
    queued_at = CASE WHEN c.target = 'QUEUED' THEN c.at ELSE run.queued_at END,
    started_at = CASE WHEN c.target = 'EXECUTING' THEN coalesce(run.started_at, c.at) ELSE run.started_at END,
    finished_at = CASE WHEN c.target IN (${FINAL_LIST}) THEN c.at END,
    output = coalesce(c.output, run.output),
    output_type = coalesce(c.output_type, run.output_type),
    error = coalesce(c.error, run.error),
    error_fingerprint = coalesce(c.error_fingerprint, run.error_fingerprint),
    duration_ms = run.duration_ms + coalesce(c.executed_ms, 0),
    -- It is over with the delay; a run that is parked later must not meet the one that has the key by then.
    debounce_key = NULL,
    wait_epoch = run.wait_epoch + (c.target = 'QUEUED' AND coalesce(c.attempt_status = 'FAILED', false))::int,
    updated_at = c.at
  FROM change c
  WHERE run.id = c.run_id
    AND (run.status, coalesce(c.through, c.target)) IN (${ALLOWED_PAIRS})
    AND (c.through IS NULL OR (c.through, c.target) IN (${ALLOWED_PAIRS}))
    AND (c.fence IS NULL OR run.attempt_number = c.fence)
    -- A number that was handed back is used again; the attempt that is over must not end its successor.
    -- Not EXISTS, which may read all that execute, and those that lately did, to look for one.
    AND (c.attempt_id IS NULL OR c.worker_id IS NOT NULL OR (
      SELECT attempt.id FROM attempt
      WHERE attempt.run_id = c.run_id AND attempt.id = c.attempt_id AND attempt.status = 'EXECUTING' LIMIT 1
    ) IS NOT NULL)
  -- With what is known of the change: to join it again would compare each with each.
  RETURNING run.id, run.environment_id, run.status, run.attempt_number, run.batch_id, run.task_slug,
    run.queue_name, run.concurrency_key, run.deployment_id, run.machine, run.queued_at, run.queue_order, run.duration_ms,
    c.at, c.reason, c.through, c.attempt_id, c.worker_id, c.attempt_deployment_id, c.attempt_status, c.attempt_error,
    c.error_fingerprint AS fingerprint
), opened AS (
  -- A number that was handed back is used again: the attempt it names never counted.
  INSERT INTO attempt (id, run_id, number, status, worker_id, deployment_id, started_at)
  SELECT attempt_id, moved.id, attempt_number, 'EXECUTING', worker_id, attempt_deployment_id, at
  FROM moved WHERE worker_id IS NOT NULL
  ON CONFLICT (run_id, number) DO UPDATE SET
    id = excluded.id, status = 'EXECUTING', worker_id = excluded.worker_id,
    deployment_id = excluded.deployment_id, started_at = excluded.started_at,
    finished_at = NULL, error = NULL
), closed AS (
  UPDATE attempt SET status = moved.attempt_status, finished_at = moved.at, error = moved.attempt_error
  FROM moved
  WHERE attempt.run_id = moved.id AND attempt.id = moved.attempt_id
    AND attempt.status = 'EXECUTING' AND moved.attempt_status IS NOT NULL
), history AS (
  INSERT INTO run_event (run_id, environment_id, kind, at, attempt_number, label, message)
  SELECT id, environment_id, 'TRANSITION'::run_event_kind, at, attempt_number - 1, through::text, ''
  FROM moved WHERE through IS NOT NULL
  UNION ALL
  SELECT id, environment_id, 'TRANSITION'::run_event_kind, at, attempt_number, status::text, coalesce(reason, '')
  FROM moved
), tally AS (${TALLY})`;

/** Behind `movingRuns`: those that wait for a run that ends have to be looked at, which is announced. */
export const WAKING_PARENTS = `
waking AS (
  INSERT INTO run_wake (run_id)
  SELECT DISTINCT parent.run_id FROM moved CROSS JOIN LATERAL (
    SELECT run_id FROM run_wait
    WHERE waits_for = ANY(ARRAY[moved.id, moved.batch_id]) AND resolved_at IS NULL
  ) AS parent
  WHERE moved.status IN (${FINAL_LIST})
  RETURNING pg_notify('${WAKE_CHANNEL}', '')
)`;

/** The same, read from parameters: an array for each column, in this order. */
export const CHANGES_FROM_PARAMETERS = `
  SELECT c.*, NULL::${COLUMNS[NEVER_FROM_PARAMETERS]} AS ${NEVER_FROM_PARAMETERS}
  FROM unnest(${PARAMETERS.map((name, index) => `$${index + 1}::${COLUMNS[name]}[]`).join(", ")})
    AS c(${PARAMETERS.join(", ")})
  ORDER BY run_id`;
