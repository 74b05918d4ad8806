import type pg from "pg";
import type { TaskRunError } from "#sdk/wire/errors.ts";
import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";
import { ENTERED_FROM, FINAL_STATUSES } from "#worker/domain/run-status.ts";
import { toJsonbText } from "../json.ts";

/** One step of one run. What is left out stays as it is. */
export interface RunChange {
  runId: string;
  to: RunStatus;
  at: Date;
  /** For the timeline, such as why the run goes back to the queue. */
  reason?: string | undefined;
  /** Only if this is still the run's attempt: a late worker changes nothing. */
  fence?: { attemptNumber: number } | undefined;
  /** The run's attempt number afterwards. */
  attemptNumber?: number | undefined;
  deploymentId?: string | undefined;
  queueOrder?: Date | undefined;
  output?: string | undefined;
  outputType?: string | undefined;
  error?: TaskRunError | undefined;
  /** Added to the run's executing time. */
  executedMs?: number | undefined;
  attempt?: AttemptChange | undefined;
}

export type AttemptChange =
  | { kind: "OPEN"; id: string; workerId: string; deploymentId: string }
  | { kind: "CLOSE"; id: string; status: ClosedAttemptStatus; error?: TaskRunError | undefined };

export type ClosedAttemptStatus = "COMPLETED" | "FAILED" | "CANCELED" | "CRASHED" | "TIMED_OUT";

export interface MovedRun {
  id: string;
  environmentId: string;
  status: RunStatus;
  attemptNumber: number;
}

type Queryable = Pick<pg.Pool, "query">;

/**
 * The only way to change the status of an existing run, for one run or a thousand. Its guard
 * is the state machine's own table: a run that is not in a state the target may be entered from, or
 * whose attempt is another by now, is not touched and not returned. The attempt's row and the
 * timeline's entry are written in the same statement, so neither can be without the other.
 *
 * Rows are taken in the order of their ids (`ORDER BY` in `change`), so that two batches that share
 * runs, such as results and a bulk cancel, wait for each other instead of locking each other out.
 */
export async function transitionRuns(client: Queryable, changes: RunChange[]): Promise<MovedRun[]> {
  if (changes.length === 0) return [];
  const sorted = [...changes].sort((a, b) => (a.runId < b.runId ? -1 : 1));
  const { rows } = await client.query<MovedRun>({
    name: "transition-runs",
    text: TRANSITION_SQL,
    values: columns(sorted),
  });
  return rows;
}

/** The form for one run: null when the guard refused. */
export async function transitionRun(
  client: Queryable,
  change: RunChange,
): Promise<MovedRun | null> {
  const [moved] = await transitionRuns(client, [change]);
  return moved ?? null;
}

function columns(changes: RunChange[]): unknown[] {
  const column = (read: (change: RunChange) => unknown) =>
    changes.map((change) => read(change) ?? null);
  const open = (change: RunChange) =>
    change.attempt?.kind === "OPEN" ? change.attempt : undefined;
  const close = (change: RunChange) =>
    change.attempt?.kind === "CLOSE" ? change.attempt : undefined;
  return [
    column((change) => change.runId),
    column((change) => change.to),
    column((change) => change.at),
    column((change) => change.reason),
    column((change) => change.fence?.attemptNumber),
    column((change) => change.attemptNumber),
    column((change) => change.deploymentId),
    column((change) => change.queueOrder),
    column((change) => change.output),
    column((change) => change.outputType),
    column((change) => change.error && toJsonbText(change.error)),
    column((change) => change.executedMs && Math.round(change.executedMs)),
    column((change) => change.attempt?.id),
    column((change) => open(change)?.workerId),
    column((change) => open(change)?.deploymentId),
    column((change) => close(change)?.status),
    column((change) => {
      const error = close(change)?.error;
      return error && toJsonbText(error);
    }),
  ];
}

/** What a statement knows of each change, and the types; all but the first three may be null. */
const COLUMNS = {
  run_id: "uuid",
  target: "run_status",
  at: "timestamptz",
  reason: "text",
  fence: "int",
  attempt_number: "int",
  deployment_id: "uuid",
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
} as const;

type ColumnName = keyof typeof COLUMNS;

/** The select list of a `change` that a statement reads from tables: SQL by column, null where there is none. */
export function changeColumns(known: Partial<Record<ColumnName, string>>): string {
  return COLUMN_NAMES.map((name) => `(${known[name] ?? "NULL"})::${COLUMNS[name]} AS ${name}`).join(
    ", ",
  );
}

const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

const ALLOWED_PAIRS = RUN_STATUSES.flatMap((to) =>
  ENTERED_FROM[to].map((from) => `('${from}'::run_status, '${to}'::run_status)`),
).join(", ");

const FINAL_LIST = FINAL_STATUSES.map((status) => `'${status}'`).join(", ");

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
    queue_order = coalesce(c.queue_order, run.queue_order),
    queued_at = CASE WHEN c.target = 'QUEUED' THEN c.at ELSE run.queued_at END,
    started_at = CASE WHEN c.target = 'EXECUTING' THEN coalesce(run.started_at, c.at) ELSE run.started_at END,
    finished_at = CASE WHEN c.target IN (${FINAL_LIST}) THEN c.at END,
    output = coalesce(c.output, run.output),
    output_type = coalesce(c.output_type, run.output_type),
    error = coalesce(c.error, run.error),
    duration_ms = run.duration_ms + coalesce(c.executed_ms, 0),
    updated_at = c.at
  FROM change c
  WHERE run.id = c.run_id
    AND (run.status, c.target) IN (${ALLOWED_PAIRS})
    AND (c.fence IS NULL OR run.attempt_number = c.fence)
    -- A number that was handed back is used again; the attempt that is over must not end its successor.
    AND (c.attempt_status IS NULL OR EXISTS (
      SELECT 1 FROM attempt
      WHERE attempt.run_id = c.run_id AND attempt.id = c.attempt_id AND attempt.status = 'EXECUTING'
    ))
  RETURNING run.id, run.environment_id, run.status, run.attempt_number
), opened AS (
  -- A number that was handed back is used again: the attempt it names never counted.
  INSERT INTO attempt (id, run_id, number, status, worker_id, deployment_id, started_at)
  SELECT c.attempt_id, c.run_id, moved.attempt_number, 'EXECUTING', c.worker_id, c.attempt_deployment_id, c.at
  FROM moved JOIN change c ON c.run_id = moved.id
  WHERE c.worker_id IS NOT NULL
  ON CONFLICT (run_id, number) DO UPDATE SET
    id = excluded.id, status = 'EXECUTING', worker_id = excluded.worker_id,
    deployment_id = excluded.deployment_id, started_at = excluded.started_at,
    finished_at = NULL, error = NULL
), closed AS (
  UPDATE attempt SET status = c.attempt_status, finished_at = c.at, error = c.attempt_error
  FROM moved JOIN change c ON c.run_id = moved.id
  WHERE attempt.run_id = c.run_id AND attempt.id = c.attempt_id
    AND attempt.status = 'EXECUTING' AND c.attempt_status IS NOT NULL
), history AS (
  INSERT INTO run_event (run_id, environment_id, kind, at, attempt_number, label, message)
  SELECT moved.id, moved.environment_id, 'TRANSITION', c.at, moved.attempt_number,
    moved.status::text, coalesce(c.reason, '')
  FROM moved JOIN change c ON c.run_id = moved.id
)`;

const TRANSITION_SQL = `
WITH ${movingRuns(`
  SELECT * FROM unnest(${COLUMN_NAMES.map((name, index) => `$${index + 1}::${COLUMNS[name]}[]`).join(", ")})
    AS c(${COLUMN_NAMES.join(", ")})
  ORDER BY run_id
`)}
SELECT id, environment_id AS "environmentId", status, attempt_number AS "attemptNumber" FROM moved`;
