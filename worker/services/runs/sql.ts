import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { NewRun } from "./prepare-run.ts";

/**
 * Inserts the run and returns its first status, or null when its request key or idempotency key is
 * taken (two partial unique indexes; `ON CONFLICT DO NOTHING` without a target covers both).
 * The task is looked up in the same statement: a trigger is one round trip and one commit.
 * A task that no deployment brings parks the run instead of refusing it.
 */
export async function insertRun(pool: pg.Pool, run: NewRun): Promise<RunStatus | null> {
  const { rows } = await pool.query<{ status: RunStatus }>({
    name: "insert-run",
    text: INSERT_RUN,
    values: [
      run.id,
      run.environmentId,
      run.taskSlug,
      run.queueName,
      run.concurrencyKey,
      run.priorityMs,
      run.createdAt,
      run.delayUntil,
      run.ttl,
      run.ttlMs,
      run.pinnedVersion,
      run.maxAttempts,
      run.maxDurationSeconds,
      run.machine,
      run.payload,
      run.payloadType,
      run.metadata,
      run.tags,
      run.isTest,
      run.idempotencyKey,
      run.idempotencyExpiresAt,
      run.idempotencyOptions,
      run.requestKey,
      run.parentRunId,
      run.replayedFromRunId,
      run.sdkVersion,
      run.fallbackTtl?.text ?? null,
      run.fallbackTtl?.ms ?? null,
    ],
  });
  return rows[0]?.status ?? null;
}

const INSERT_RUN = `
INSERT INTO run (
  id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, priority_ms,
  pinned_version, max_attempts, max_duration_seconds, machine, ttl, expires_at, delay_until,
  payload, payload_type, metadata, tags, is_test,
  idempotency_key, idempotency_expires_at, idempotency_options, request_key,
  parent_run_id, root_run_id, depth, replayed_from_run_id, sdk_version,
  created_at, updated_at, queued_at
)
SELECT
  $1, $2, $3,
  (CASE
    WHEN $8::timestamptz IS NOT NULL THEN 'DELAYED'
    WHEN task.slug IS NULL THEN 'PENDING_VERSION'
    ELSE 'QUEUED'
  END)::run_status,
  coalesce($4, task.queue_name, 'task/' || $3::text), $5,
  coalesce($8, $7::timestamptz) - make_interval(secs => $6::int / 1000.0), $6,
  $11, $12, $13, $14,
  CASE WHEN $10::bigint IS NOT NULL THEN $9 ELSE coalesce(task.ttl, $27) END,
  coalesce($8, $7::timestamptz) + make_interval(secs =>
    CASE WHEN $10::bigint IS NOT NULL THEN nullif($10::bigint, 0) ELSE coalesce(task.ttl_ms, $28::bigint) END / 1000.0), $8,
  $15, $16, $17::jsonb, $18::text[], $19,
  $20, $21, $22::jsonb, $23,
  parent.id, coalesce(parent.root_run_id, parent.id), coalesce(parent.depth + 1, 0), $25, $26,
  $7::timestamptz, $7::timestamptz, coalesce($8, $7::timestamptz)
FROM (SELECT 1) AS one
LEFT JOIN task ON task.environment_id = $2 AND task.slug = $3 AND task.archived_at IS NULL
LEFT JOIN run AS parent ON parent.id = $24 AND parent.environment_id = $2
ON CONFLICT DO NOTHING
RETURNING status`;

export interface ExistingRun {
  id: string;
  matches: "REQUEST" | "IDEMPOTENCY_KEY";
  /** Its key has expired, or it failed: a new run may take the key. */
  isKeyReleasable: boolean;
}

/** The run that holds one of the new run's keys. A repeated request comes before a repeated key. */
export async function findExistingRun(
  pool: pg.Pool,
  run: NewRun,
): Promise<ExistingRun | undefined> {
  const { rows } = await pool.query<ExistingRun>({
    name: "find-existing-run",
    text: `
      SELECT id,
        CASE WHEN request_key = $3 THEN 'REQUEST' ELSE 'IDEMPOTENCY_KEY' END AS matches,
        idempotency_expires_at <= $5
          OR status IN ('FAILED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE') AS "isKeyReleasable"
      FROM run
      WHERE environment_id = $1 AND task_slug = $2 AND (request_key = $3 OR idempotency_key = $4)
      ORDER BY (request_key = $3) IS TRUE DESC
      LIMIT 1`,
    values: [run.environmentId, run.taskSlug, run.requestKey, run.idempotencyKey, run.createdAt],
  });
  return rows[0];
}

/** Only while it is still releasable: two callers may both have seen the old run. */
export async function releaseIdempotencyKey(
  pool: pg.Pool,
  runId: string,
  now: Date,
): Promise<void> {
  await pool.query({
    name: "release-idempotency-key",
    text: `
      UPDATE run SET idempotency_key = NULL
      WHERE id = $1 AND (idempotency_expires_at <= $2
        OR status IN ('FAILED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE'))`,
    values: [runId, now],
  });
}
