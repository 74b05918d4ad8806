import type pg from "pg";
import { COUNTING_STARTS } from "../queues/rates/sql.ts";
import { changeColumns, movingRuns } from "../runs/transition/sql.ts";

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
  metadata: unknown;
  tags: string[];
  isTest: boolean;
  priorityMs: number;
  createdAt: Date;
  startedAt: Date | null;
  shownIdempotencyKey: string | null;
  idempotencyScope: string | null;
  durationMs: number;
  parentRunId: string | null;
  rootRunId: string | null;
  replayedFromRunId: string | null;
  batchId: string | null;
  waitEpoch: number;
  traceParent: string | null;
  traceLink: string | null;
  traceCarried: { state?: string; baggage?: string } | null;
  /** Its code has come to a wait before, and no error of its own has followed. */
  hasJournal: boolean;
  /** It was suspended in this very attempt when its process was lost. */
  isReplay: boolean;
  /** Raised with every change of the environment's variables. */
  variablesVersion: number;
}

export const DEQUEUED_RUN = `
  run.id, run.environment_id AS "environmentId", run.task_slug AS "taskSlug",
  run.queue_name AS "queueName", queue.id AS "queueId", run.attempt_number AS "attemptNumber",
  coalesce(run.deployment_id, deployment.id) AS "deploymentId", run.pinned_version AS "pinnedVersion",
  run.max_attempts AS "maxAttempts", run.max_duration_seconds AS "maxDurationSeconds", run.machine,
  run.payload, run.payload_type AS "payloadType", run.metadata, run.tags, run.is_test AS "isTest",
  run.priority_ms AS "priorityMs", run.created_at AS "createdAt", run.started_at AS "startedAt",
  coalesce(run.idempotency_options ->> 'key', run.idempotency_key) AS "shownIdempotencyKey",
  run.idempotency_options ->> 'scope' AS "idempotencyScope", run.duration_ms AS "durationMs",
  run.parent_run_id AS "parentRunId", run.root_run_id AS "rootRunId",
  run.replayed_from_run_id AS "replayedFromRunId", run.batch_id AS "batchId",
  run.trace_parent AS "traceParent", run.trace_link AS "traceLink",
  run.trace_carried AS "traceCarried",
  run.wait_epoch AS "waitEpoch", journal.is_there AS "hasJournal", journal.is_there AND EXISTS (
    SELECT FROM attempt WHERE attempt.run_id = run.id AND attempt.number = run.attempt_number + 1
  ) AS "isReplay", (
    SELECT variables_version FROM environment WHERE environment.id = run.environment_id
  ) AS "variablesVersion"`;

export const ITS_QUEUE_AND_DEPLOYMENT = `
  CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM run_wait WHERE run_wait.run_id = run.id AND run_wait.epoch = run.wait_epoch
  ) AS is_there) AS journal
  LEFT JOIN queue ON queue.environment_id = run.environment_id AND queue.name = run.queue_name
  LEFT JOIN deployment ON run.deployment_id IS NULL
    AND deployment.environment_id = run.environment_id
    AND CASE WHEN run.pinned_version IS NULL THEN deployment.is_current
      ELSE deployment.version = run.pinned_version END`;

/** An attempt that was suspended in a wait goes on where its process is. */
export const ITS_OPEN_ATTEMPT = `
  SELECT 1 FROM attempt WHERE attempt.run_id = run.id AND attempt.status = 'EXECUTING'`;

export type WaitingRunRow = DequeuedRun & { isSuspended: boolean };

export async function readDequeuedRuns(pool: pg.Pool, runIds: string[]): Promise<WaitingRunRow[]> {
  const { rows } = await pool.query<WaitingRunRow>({
    name: "read-dequeued-runs",
    text: `
      SELECT ${DEQUEUED_RUN}, EXISTS (${ITS_OPEN_ATTEMPT}) AS "isSuspended"
      FROM run ${ITS_QUEUE_AND_DEPLOYMENT}
      WHERE run.id = ANY($1::uuid[]) AND run.status = 'DEQUEUED'`,
    values: [runIds],
  });
  return rows;
}

export type StartedRun = DequeuedRun & { attemptId: string };

export interface KnownStarts {
  workerId: string;
  at: Date;
  /** The run and the id its attempt would get. */
  runs: { id: string; attemptId: string }[];
  /** What this process has started before: it needs no look at the deployment to decide. */
  tasks: { deploymentId: string; taskSlug: string }[];
}

/**
 * Reads and starts, in one statement, those of the runs whose task is known in the deployment they
 * would start on; the others are left as they are. Rows are as they were before the start.
 */
export async function startKnownRuns(
  pool: pg.Pool,
  { workerId, at, runs, tasks }: KnownStarts,
): Promise<StartedRun[]> {
  const { rows } = await pool.query<StartedRun>({
    name: "start-known-runs",
    text: START_KNOWN,
    values: [
      runs.map((run) => run.id),
      runs.map((run) => run.attemptId),
      workerId,
      at,
      tasks.map((task) => task.deploymentId),
      tasks.map((task) => task.taskSlug),
    ],
  });
  return rows;
}

const START_KNOWN = `
WITH candidate AS MATERIALIZED (
  SELECT ${DEQUEUED_RUN}, start.attempt_id AS "attemptId"
  FROM unnest($1::uuid[], $2::uuid[]) AS start(run_id, attempt_id)
  -- LIMIT keeps the planner from reading the whole table while it is taken for small.
  CROSS JOIN LATERAL (SELECT * FROM run WHERE id = start.run_id AND status = 'DEQUEUED' LIMIT 1) AS run
  ${ITS_QUEUE_AND_DEPLOYMENT}
  WHERE (coalesce(run.deployment_id, deployment.id), run.task_slug) IN (
    SELECT * FROM unnest($5::uuid[], $6::text[])
  )
  -- Not EXISTS, which may read all that execute, and those that lately did, to look for one.
  AND (${ITS_OPEN_ATTEMPT} LIMIT 1) IS NULL
  ORDER BY run.id
), ${movingRuns(
  `SELECT ${changeColumns({
    run_id: "id",
    target: "'EXECUTING'",
    at: "$4",
    fence: `"attemptNumber"`,
    attempt_number: `"attemptNumber" + 1`,
    deployment_id: `"deploymentId"`,
    attempt_id: `"attemptId"`,
    worker_id: "$3",
    attempt_deployment_id: `"deploymentId"`,
  })} FROM candidate`,
)}, ${COUNTING_STARTS}
-- As a condition on its own it is looked up in a hash; a join would compare each with each.
SELECT candidate.* FROM candidate WHERE (id IN (SELECT id FROM moved)) IS TRUE`;

export interface LateAttempt {
  id: string;
  runId: string;
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
      FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[]) AS late(id, at, output, run_id)
      WHERE attempt.run_id = late.run_id AND attempt.id = late.id AND attempt.status = 'EXECUTING'`,
    values: [
      attempts.map((attempt) => attempt.id),
      attempts.map((attempt) => attempt.at),
      attempts.map((attempt) => attempt.lateOutput),
      attempts.map((attempt) => attempt.runId),
    ],
  });
}
