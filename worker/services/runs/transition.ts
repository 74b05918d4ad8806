import type pg from "pg";
import type { TaskRunError } from "#sdk/wire/errors.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { fingerprintOf } from "../errors/fingerprint.ts";
import { toJsonbText } from "../json.ts";
import { COUNTING_STARTS } from "../queues/rates/sql.ts";
import { CHANGES_FROM_PARAMETERS, movingRuns, WAKING_PARENTS } from "./transition/sql.ts";

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
  machine?: string | undefined;
  queueOrder?: Date | undefined;
  output?: string | undefined;
  outputType?: string | undefined;
  error?: TaskRunError | undefined;
  /** Added to the run's executing time. */
  executedMs?: number | undefined;
  attempt?: AttemptChange | undefined;
}

export type AttemptChange =
  /** It is still this one that goes on. */
  | { kind: "KEEP"; id: string }
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
    column((change) => change.machine),
    column((change) => change.queueOrder),
    column((change) => change.output),
    column((change) => change.outputType),
    column((change) => change.error && toJsonbText(change.error)),
    // By the clocks of two machines: the later one may say less.
    column((change) => change.executedMs && Math.max(0, Math.round(change.executedMs))),
    column((change) => change.attempt?.id),
    column((change) => open(change)?.workerId),
    column((change) => open(change)?.deploymentId),
    column((change) => close(change)?.status),
    column((change) => {
      const error = close(change)?.error;
      return error && toJsonbText(error);
    }),
    column(fingerprint),
  ];
}

/** Ends that are a fault of code, by which they are grouped; nobody is to blame for the others. */
const FAULTS: ReadonlySet<RunStatus> = new Set([
  "FAILED",
  "CRASHED",
  "TIMED_OUT",
  "SYSTEM_FAILURE",
]);

function fingerprint({ to, error }: RunChange): string | undefined {
  return error && FAULTS.has(to) ? fingerprintOf(error) : undefined;
}

const TRANSITION_SQL = `
WITH ${movingRuns(CHANGES_FROM_PARAMETERS)}, ${COUNTING_STARTS}, ${WAKING_PARENTS}
SELECT id, environment_id AS "environmentId", status, attempt_number AS "attemptNumber" FROM moved`;
