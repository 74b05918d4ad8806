import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { toJsonbText } from "../json.ts";
import { CHANNELS } from "../signals.ts";
import type { NewRun } from "./prepare-run.ts";

/**
 * Inserts runs, any number with one statement, and returns the first status of each: null where a
 * request key, idempotency key or place in a batch is taken (partial unique indexes, which `ON CONFLICT DO NOTHING`
 * without a target covers all; it also covers two of the same in one call). The tasks are looked up
 * in the same statement: a trigger is one round trip and one commit. A task that no deployment brings
 * parks the run instead of refusing it; of a pinned version, only its own deployment can tell.
 */
export async function insertRuns(
  pool: Pick<pg.Pool, "query">,
  runs: NewRun[],
): Promise<(RunStatus | null)[]> {
  const { rows } = await pool.query<{ id: string; status: RunStatus }>({
    name: "insert-runs",
    text: INSERT_RUNS,
    values: COLUMNS.map(([, , read]) => runs.map(read)),
  });
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));
  return runs.map(({ id }) => statuses.get(id) ?? null);
}

/** One run, whose bell goes out with its commit instead of after it. */
export async function insertRunAndRing(
  pool: Pick<pg.Pool, "query">,
  run: NewRun,
): Promise<RunStatus | null> {
  const { rows } = await pool.query<{ status: RunStatus }>({
    name: "insert-run-and-ring",
    text: `${INSERT_RUNS}
      WHERE status <> 'QUEUED' OR pg_notify('${CHANNELS.work}', environment_id::text) IS NOT NULL`,
    values: COLUMNS.map(([, , read]) => [read(run)]),
  });
  return rows[0]?.status ?? null;
}

/** Parameter, its type, and where it comes from. */
const COLUMNS: [name: string, type: string, read: (run: NewRun) => unknown][] = [
  ["id", "uuid", (run) => run.id],
  ["environment_id", "uuid", (run) => run.environmentId],
  ["task_slug", "text", (run) => run.taskSlug],
  ["queue_name", "text", (run) => run.queueName],
  ["concurrency_key", "text", (run) => run.concurrencyKey],
  ["priority_ms", "int", (run) => run.priorityMs],
  ["created_at", "timestamptz", (run) => run.createdAt],
  ["delay_until", "timestamptz", (run) => run.delayUntil],
  ["ttl", "text", (run) => run.ttl],
  ["ttl_ms", "bigint", (run) => run.ttlMs],
  ["fallback_ttl", "text", (run) => run.fallbackTtl?.text],
  ["fallback_ttl_ms", "bigint", (run) => run.fallbackTtl?.ms],
  ["pinned_version", "text", (run) => run.pinnedVersion],
  ["max_attempts", "int", (run) => run.maxAttempts],
  ["max_duration_seconds", "int", (run) => run.maxDurationSeconds],
  ["machine", "text", (run) => run.machine],
  ["payload", "text", (run) => run.payload],
  ["payload_type", "text", (run) => run.payloadType],
  ["metadata", "jsonb", (run) => run.metadata],
  // An array of arrays would be flattened by unnest.
  ["tags", "jsonb", (run) => JSON.stringify(run.tags)],
  ["is_test", "boolean", (run) => run.isTest],
  ["idempotency_key", "text", (run) => run.idempotencyKey],
  ["idempotency_expires_at", "timestamptz", (run) => run.idempotencyExpiresAt],
  ["idempotency_options", "jsonb", (run) => run.idempotencyOptions],
  ["request_key", "text", (run) => run.requestKey],
  ["debounce_key", "text", (run) => run.debounce?.key],
  ["parent_run_id", "uuid", (run) => run.parentRunId],
  ["replayed_from_run_id", "uuid", (run) => run.replayedFromRunId],
  ["batch_id", "uuid", (run) => run.batchId],
  ["batch_index", "int", (run) => run.batchIndex],
  ["schedule_id", "uuid", (run) => run.scheduleId],
  ["sdk_version", "text", (run) => run.sdkVersion],
  ["trace_parent", "text", (run) => run.traceParent],
  ["trace_link", "text", (run) => run.traceLink],
  ["trace_carried", "jsonb", (run) => run.traceCarried && toJsonbText(run.traceCarried)],
];

const INSERT_RUNS = `
WITH inserted AS (INSERT INTO run (
  id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, priority_ms,
  pinned_version, max_attempts, max_duration_seconds, machine, ttl, expires_at, delay_until,
  payload, payload_type, metadata, tags, is_test,
  idempotency_key, idempotency_expires_at, idempotency_options, request_key, debounce_key,
  parent_run_id, root_run_id, depth, replayed_from_run_id, batch_id, batch_index, schedule_id, sdk_version,
  trace_parent, trace_link, trace_carried, created_at, updated_at, queued_at
)
SELECT
  new.id, new.environment_id, new.task_slug,
  (CASE
    WHEN new.delay_until IS NOT NULL THEN 'DELAYED'
    WHEN task.slug IS NULL AND new.pinned_version IS NULL THEN 'PENDING_VERSION'
    ELSE 'QUEUED'
  END)::run_status,
  coalesce(new.queue_name, task.queue_name, 'task/' || new.task_slug), new.concurrency_key,
  due.at - make_interval(secs => new.priority_ms / 1000.0), new.priority_ms,
  new.pinned_version, new.max_attempts, new.max_duration_seconds, new.machine,
  CASE WHEN new.ttl_ms IS NOT NULL THEN new.ttl ELSE coalesce(task.ttl, new.fallback_ttl) END,
  due.at + make_interval(secs => CASE
    WHEN new.ttl_ms IS NOT NULL THEN nullif(new.ttl_ms, 0)
    ELSE coalesce(task.ttl_ms, new.fallback_ttl_ms)
  END / 1000.0),
  new.delay_until,
  new.payload, new.payload_type, new.metadata,
  ARRAY(SELECT jsonb_array_elements_text(new.tags)), new.is_test,
  new.idempotency_key, new.idempotency_expires_at, new.idempotency_options, new.request_key, new.debounce_key,
  parent.id, coalesce(parent.root_run_id, parent.id), coalesce(parent.depth + 1, 0),
  new.replayed_from_run_id, new.batch_id, new.batch_index, new.schedule_id, new.sdk_version,
  new.trace_parent, new.trace_link, new.trace_carried,
  new.created_at, new.created_at, due.at
FROM unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")})
  AS new(${COLUMNS.map(([name]) => name).join(", ")})
CROSS JOIN LATERAL (SELECT coalesce(new.delay_until, new.created_at) AS at) AS due
LEFT JOIN task ON task.environment_id = new.environment_id AND task.slug = new.task_slug
  AND task.archived_at IS NULL
LEFT JOIN run AS parent ON parent.id = new.parent_run_id AND parent.environment_id = new.environment_id
ON CONFLICT DO NOTHING
RETURNING id, status, environment_id, task_slug, queue_name, created_at
), tally AS (
  INSERT INTO run_tally (environment_id, at, task_slug, queue_name, event, bucket, count, total_ms, sample_run_id)
  SELECT environment_id, max(created_at), task_slug, queue_name, 'QUEUED', 0, count(*), 0, max(id::text)::uuid
  FROM inserted WHERE status = 'QUEUED'
  GROUP BY environment_id, task_slug, queue_name, date_bin('1 minute', created_at, 'epoch')
)
SELECT id, status FROM inserted`;

export interface ExistingRun {
  id: string;
  matches: "REQUEST" | "IDEMPOTENCY_KEY";
  /** Its key has expired, or it failed: a new run may take the key. */
  isKeyReleasable: boolean;
}

/**
 * By the new run's id, the run that holds one of its keys, or is that very run: its insert was committed, and
 * the answer lost. A repeated request comes before a repeated key.
 */
export async function findExistingRuns(
  pool: pg.Pool,
  runs: NewRun[],
): Promise<Map<string, ExistingRun>> {
  if (runs.length === 0) return new Map();
  const { rows } = await pool.query<ExistingRun & { newId: string }>({
    name: "find-existing-runs",
    text: `
      SELECT new.id AS "newId", existing.* FROM unnest(
        $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]
      ) AS new(id, environment_id, task_slug, request_key, idempotency_key, created_at)
      CROSS JOIN LATERAL (
        SELECT run.id,
          CASE WHEN run.request_key = new.request_key OR run.id = new.id THEN 'REQUEST'
            ELSE 'IDEMPOTENCY_KEY' END AS matches,
          run.idempotency_expires_at <= new.created_at
            OR run.status IN (${KEY_IS_FREE}) AS "isKeyReleasable"
        FROM run
        WHERE run.environment_id = new.environment_id AND run.task_slug = new.task_slug
          AND (run.id = new.id OR run.request_key = new.request_key
            OR run.idempotency_key = new.idempotency_key)
        ORDER BY run.id = new.id DESC, (run.request_key = new.request_key) IS TRUE DESC
        LIMIT 1
      ) AS existing`,
    values: [
      runs.map((run) => run.id),
      runs.map((run) => run.environmentId),
      runs.map((run) => run.taskSlug),
      runs.map((run) => run.requestKey),
      runs.map((run) => run.idempotencyKey),
      runs.map((run) => run.createdAt),
    ],
  });
  return new Map(rows.map(({ newId, ...existing }) => [newId, existing]));
}

/** Ends after which a key is for whoever takes it next. */
const KEY_IS_FREE = "'FAILED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE'";

/** Only while they are still releasable: two callers may both have seen the old run. */
export async function releaseIdempotencyKeys(
  pool: pg.Pool,
  runIds: string[],
  now: Date,
): Promise<void> {
  await pool.query({
    name: "release-idempotency-keys",
    text: `
      WITH released AS (
        SELECT id FROM run
        WHERE id = ANY($1::uuid[]) AND (idempotency_expires_at <= $2 OR status IN (${KEY_IS_FREE}))
        ORDER BY id FOR UPDATE
      )
      UPDATE run SET idempotency_key = NULL FROM released WHERE run.id = released.id`,
    values: [runIds, now],
  });
}
