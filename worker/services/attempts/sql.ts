import type pg from "pg";

/** What an attempt needs to know of its run. */
export interface DequeuedRun {
  id: string;
  environmentId: string;
  taskSlug: string;
  queueName: string;
  queueId: string | null;
  attemptNumber: number;
  /** Locked by an earlier attempt, else the pinned one, else the current one; null when there is none. */
  deploymentId: string | null;
  pinnedVersion: string | null;
  maxAttempts: number | null;
  maxDurationSeconds: number | null;
  machine: string | null;
  payload: string | null;
  payloadType: string;
  tags: string[];
  isTest: boolean;
  priorityMs: number;
  createdAt: Date;
  startedAt: Date | null;
  shownIdempotencyKey: string | null;
  parentRunId: string | null;
  rootRunId: string | null;
  replayedFromRunId: string | null;
  batchId: string | null;
}

export async function readDequeuedRuns(pool: pg.Pool, runIds: string[]): Promise<DequeuedRun[]> {
  const { rows } = await pool.query<DequeuedRun>({
    name: "read-dequeued-runs",
    text: `
      SELECT run.id, run.environment_id AS "environmentId", run.task_slug AS "taskSlug",
        run.queue_name AS "queueName", queue.id AS "queueId", run.attempt_number AS "attemptNumber",
        coalesce(run.deployment_id, deployment.id) AS "deploymentId", run.pinned_version AS "pinnedVersion",
        run.max_attempts AS "maxAttempts", run.max_duration_seconds AS "maxDurationSeconds", run.machine,
        run.payload, run.payload_type AS "payloadType", run.tags, run.is_test AS "isTest",
        run.priority_ms AS "priorityMs", run.created_at AS "createdAt", run.started_at AS "startedAt",
        coalesce(run.idempotency_options ->> 'key', run.idempotency_key) AS "shownIdempotencyKey",
        run.parent_run_id AS "parentRunId", run.root_run_id AS "rootRunId",
        run.replayed_from_run_id AS "replayedFromRunId", run.batch_id AS "batchId"
      FROM run
      LEFT JOIN queue ON queue.environment_id = run.environment_id AND queue.name = run.queue_name
      LEFT JOIN deployment ON run.deployment_id IS NULL
        AND deployment.environment_id = run.environment_id
        AND CASE WHEN run.pinned_version IS NULL THEN deployment.is_current
          ELSE deployment.version = run.pinned_version END
      WHERE run.id = ANY($1::uuid[]) AND run.status = 'DEQUEUED'`,
    values: [runIds],
  });
  return rows;
}

export interface LateAttempt {
  id: string;
  at: Date;
  lateOutput: string | null;
}

/** Attempts whose run went on without them (canceled, taken over): their rows end, the runs stay as they are. */
export async function closeLateAttempts(pool: pg.Pool, attempts: LateAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  await pool.query({
    name: "close-late-attempts",
    text: `
      UPDATE attempt SET status = 'CANCELED', finished_at = late.at, late_output = late.output
      FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS late(id, at, output)
      WHERE attempt.id = late.id AND attempt.status = 'EXECUTING'`,
    values: [
      attempts.map((attempt) => attempt.id),
      attempts.map((attempt) => attempt.at),
      attempts.map((attempt) => attempt.lateOutput),
    ],
  });
}
