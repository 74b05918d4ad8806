import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { nextLane } from "../../queues/lanes/sql.ts";

/** Beyond this nobody counts. */
export const AHEAD_CAP = 1_000;
export const KEYS_AHEAD_CAP = 100;
const HOLDERS_SHOWN = 20;
/** A worker that was not heard for this long, by the database's clock, is not there. */
const SILENCE_SECONDS = 15;

const SLOTS = "environment_id = $1 AND holds_slot";
const OF_QUEUE = "AND queue_name = target.queue_name";
const OF_LANE = `${OF_QUEUE} AND concurrency_key = target.concurrency_key`;

const running = (which: string) => `(SELECT count(*) FROM run WHERE ${SLOTS} ${which})::int`;

/** The longest first. A run that executes holds its slot since its attempt started, give or take the way there. */
const holders = (which: string) => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'task', task_slug, 'since', since) ORDER BY since), '[]')
  FROM (
    SELECT run.id, run.task_slug, coalesce(attempt.started_at, run.updated_at) AS since
    FROM run LEFT JOIN attempt ON attempt.run_id = run.id AND attempt.status = 'EXECUTING'
    WHERE ${SLOTS} ${which} LIMIT ${HOLDERS_SHOWN}
  ) AS holder
)`;

const FACTS = `
SELECT target.status, target.task_slug AS task, target.queue_name AS queue,
  target.concurrency_key AS key,
  CASE WHEN target.low_order IS NULL THEN target.queue_order ELSE target.queued_at END AS "dueAt", target.queued_at AS "queuedAt",
  target.created_at AS "createdAt",
  target.delay_until AS "delayUntil", target.expires_at AS "expiresAt", target.started_at AS "startedAt",
  target.needed_machine AS "neededMachine", target.machine, target.attempt_number AS "attemptNumber", target.tags, target.batch_id AS "batchId", target.updated_at AS "updatedAt",
  environment.concurrency_limit AS "environmentLimit", environment.paused_at AS "environmentPausedAt",
  environment.paused_by AS "environmentPausedBy", ${running("")} AS "environmentRunning",
  queue.id IS NOT NULL AS "isDeclared", queue.paused_at AS "queuePausedAt", queue.paused_by AS "queuePausedBy",
  coalesce(queue.concurrency_limit_override, queue.concurrency_limit) AS "queueLimit",
  queue.concurrency_limit_override IS NOT NULL AS "isOverride", queue.total_concurrency_limit AS "totalLimit",
  queue.rate_limit AS "rateLimit", queue.rate_scope AS "rateScope", rate.used AS "rateUsed", rate.ends_at AS "rateEndsAt",
  ${running(OF_LANE)} AS "laneRunning", ${running(OF_QUEUE)} AS "queueRunning",
  (SELECT version FROM deployment WHERE environment_id = $1 AND is_current) AS "currentVersion",
  coalesce(target.pinned_version, locked.version) AS "pinnedVersion",
  EXISTS (SELECT FROM deployment WHERE environment_id = $1
    AND version = coalesce(target.pinned_version, locked.version)) AS "isPinnedDeployed",
  worker.*
FROM run AS target
JOIN environment ON environment.id = target.environment_id
LEFT JOIN deployment AS locked ON locked.id = target.deployment_id
LEFT JOIN queue ON queue.environment_id = target.environment_id AND queue.name = target.queue_name
LEFT JOIN LATERAL (
  SELECT sum(used)::int AS used, min(ends_at) AS ends_at FROM rate_window
  WHERE environment_id = target.environment_id AND queue_name = queue.name AND ends_at > now()
    AND concurrency_key = CASE queue.rate_scope WHEN 'KEY' THEN target.concurrency_key ELSE '' END
) AS rate ON true
CROSS JOIN (
  SELECT count(*) FILTER (WHERE is_alive)::int AS "workersAlive",
    count(*) FILTER (WHERE is_there AND NOT is_alive)::int AS "workersDraining",
    coalesce(sum(slots) FILTER (WHERE is_alive), 0)::int AS "places", max(heartbeat_at) AS "lastSeenAt",
    coalesce(max(cpu) FILTER (WHERE is_alive), 0) AS "largestCpu",
    coalesce(max(memory_mb) FILTER (WHERE is_alive), 0)::int AS "largestMemoryMb",
    (SELECT count(*) FROM attempt JOIN run AS busy ON busy.id = attempt.run_id
      WHERE attempt.status = 'EXECUTING' AND busy.status = 'EXECUTING')::int AS "executing"
  FROM (
    SELECT worker.*, there.is_there, there.is_there AND draining_at IS NULL AS is_alive FROM worker
    CROSS JOIN LATERAL (SELECT stopped_at IS NULL
      AND heartbeat_at > now() - interval '${SILENCE_SECONDS} seconds' AS is_there) AS there
  ) AS each
) AS worker
WHERE target.environment_id = $1 AND target.id = $2`;

/** Who holds slots, and who comes first: asked only for a run that competes for one. */
const LINE = `
WITH RECURSIVE target AS (
  SELECT queue_name, concurrency_key, queue_order, id FROM run WHERE environment_id = $1 AND id = $2
), q AS (
  SELECT target.queue_name, coalesce(cursor.last_key, '') AS last_key
  FROM target LEFT JOIN queue_cursor AS cursor
    ON cursor.environment_id = $1 AND cursor.queue_name = target.queue_name
), turn AS (
  SELECT next.*, q.queue_name, q.last_key, 1 AS step
  FROM q CROSS JOIN LATERAL ${nextLane("q.last_key", "false")} AS next
  UNION ALL
  SELECT next.*, q.queue_name, q.last_key, q.step + 1
  FROM turn AS q CROSS JOIN LATERAL ${nextLane("q.concurrency_key", "q.is_wrapped")} AS next
  WHERE q.step <= ${KEYS_AHEAD_CAP} AND q.concurrency_key <> (SELECT concurrency_key FROM target)
)
SELECT ${holders("")} AS environment, ${holders(OF_QUEUE)} AS queue, ${holders(OF_LANE)} AS lane,
  (SELECT count(*) FROM (
    SELECT FROM run WHERE environment_id = $1 AND lane_order IS NOT NULL ${OF_LANE}
      AND (lane_order, id) < (target.queue_order, target.id) AND (lane_order <= $3 OR low_order IS NOT NULL) LIMIT ${AHEAD_CAP + 1}
  ) AS before)::int AS ahead,
  (SELECT count(*) FROM turn WHERE concurrency_key <> target.concurrency_key AND lane_order <= $3)::int AS "keysAhead"
FROM target`;

export interface WaitingRun {
  environmentId: string;
  runId: string;
  now: Date;
}

export async function readFacts(pool: pg.Pool, run: WaitingRun): Promise<FactsRow | undefined> {
  const values = [run.environmentId, run.runId];
  const { rows } = await pool.query<FactsRow>({ name: "read-wait-facts", text: FACTS, values });
  return rows[0];
}

export async function readLine(pool: pg.Pool, run: WaitingRun): Promise<LineRow | undefined> {
  const values = [run.environmentId, run.runId, run.now];
  const { rows } = await pool.query<LineRow>({ name: "read-line", text: LINE, values });
  return rows[0];
}

export interface FactsRow {
  status: RunStatus;
  task: string;
  queue: string;
  key: string;
  dueAt: Date;
  queuedAt: Date;
  createdAt: Date;
  delayUntil: Date | null;
  expiresAt: Date | null;
  startedAt: Date | null;
  updatedAt: Date;
  attemptNumber: number;
  tags: string[];
  batchId: string | null;
  environmentLimit: number;
  environmentPausedAt: Date | null;
  environmentPausedBy: string | null;
  environmentRunning: number;
  isDeclared: boolean;
  queuePausedAt: Date | null;
  queuePausedBy: string | null;
  queueLimit: number | null;
  isOverride: boolean;
  totalLimit: number | null;
  rateLimit: number | null;
  rateScope: "QUEUE" | "KEY" | null;
  rateUsed: number | null;
  rateEndsAt: Date | null;
  laneRunning: number;
  queueRunning: number;
  currentVersion: string | null;
  pinnedVersion: string | null;
  isPinnedDeployed: boolean;
  workersAlive: number;
  workersDraining: number;
  places: number;
  lastSeenAt: Date | null;
  largestCpu: number;
  largestMemoryMb: number;
  neededMachine: string | null;
  machine: string | null;
  executing: number;
}

export interface HolderRow {
  id: string;
  task: string;
  since: string;
}

export interface LineRow {
  environment: HolderRow[];
  queue: HolderRow[];
  lane: HolderRow[];
  ahead: number;
  keysAhead: number;
}
