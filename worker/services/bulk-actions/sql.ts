import type pg from "pg";
import type { Selecting } from "./select-runs.ts";

type Queryable = Pick<pg.Pool, "query">;

export interface PendingAction extends Selecting {
  environmentId: string;
  lastRunId: string | null;
  totalCount: number | null;
}

/**
 * The action that was longest not worked on, for this transaction. Locked, so that a slice is done by one
 * worker and an abort waits for it; skipped where it is locked, so that other workers take other actions.
 */
export async function takePending(client: Queryable): Promise<PendingAction | undefined> {
  const { rows } = await client.query<PendingAction>({
    name: "take-bulk-action",
    text: `
      SELECT id, environment_id AS "environmentId", kind, filter, run_ids AS "runIds",
        last_run_id AS "lastRunId", total_count AS "totalCount"
      FROM bulk_action WHERE status = 'PENDING'
      ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  });
  return rows[0];
}

/** What one slice came to. */
export interface SliceOutcome {
  /** Runs up to this one are done. */
  lastRunId: string | undefined;
  isLast: boolean;
  succeeded: number;
  skipped: number;
  /** Of each that failed, why. */
  failures: string[];
  /** Runs that were canceled or made. */
  runIds: string[];
}

export interface Slice extends SliceOutcome {
  /** Once it is committed. */
  announce: () => void;
}

/** With the slice's own writes in one transaction: a slice is done and counted, or neither. */
export async function recordSlice(
  client: Queryable,
  action: { id: string },
  { lastRunId, isLast, succeeded, skipped, failures, runIds }: SliceOutcome,
  now: Date,
): Promise<void> {
  await client.query({
    name: "record-bulk-runs",
    text: `
      INSERT INTO bulk_action_run (bulk_action_id, run_id) SELECT $1, unnest($2::uuid[])
      ON CONFLICT DO NOTHING`,
    values: [action.id, runIds],
  });
  await client.query({
    name: "record-bulk-slice",
    // Runs that were counted may be gone or finished when their turn comes: in the end, what was done counts.
    text: `
      UPDATE bulk_action SET
        last_run_id = coalesce($2, last_run_id),
        succeeded_count = succeeded_count + $3, skipped_count = skipped_count + $4,
        failed_count = failed_count + $5, failure = coalesce(failure, $6),
        status = CASE WHEN $7 THEN 'COMPLETED' ELSE status END,
        completed_at = CASE WHEN $7 THEN $8::timestamptz END,
        total_count = CASE WHEN $7 THEN succeeded_count + skipped_count + failed_count + $3 + $4 + $5 ELSE total_count END,
        updated_at = $8
      WHERE id = $1`,
    values: [action.id, lastRunId, succeeded, skipped, failures.length, failures[0], isLast, now],
  });
}

export async function recordTotal(
  pool: Queryable,
  { id }: { id: string },
  total: number,
): Promise<void> {
  await pool.query({
    name: "record-bulk-total",
    text: "UPDATE bulk_action SET total_count = $2 WHERE id = $1 AND status = 'PENDING'",
    values: [id, total],
  });
}

/** A filter that cannot be read any more, after an update of Pawl: nobody can say what it meant. */
export async function giveUpAction(
  client: Queryable,
  { id }: { id: string },
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  await client.query({
    name: "give-up-bulk-action",
    text: `
      UPDATE bulk_action SET status = 'ABORTED', completed_at = $2, updated_at = $2, failure = $3
      WHERE id = $1 AND status = 'PENDING'`,
    values: [id, now, reason],
  });
}

/** Of these runs, those that this action has been at before. */
export async function findRecorded(
  client: Queryable,
  { id }: { id: string },
  runIds: string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ runId: string }>({
    name: "find-recorded-bulk-runs",
    text: `
      SELECT run_id AS "runId" FROM bulk_action_run
      WHERE bulk_action_id = $1 AND run_id = ANY($2::uuid[])`,
    values: [id, runIds],
  });
  return new Set(rows.map((row) => row.runId));
}

export async function readPayloadSizes(
  client: Queryable,
  runIds: string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; bytes: number }>({
    name: "read-payload-sizes",
    text: "SELECT id, coalesce(octet_length(payload), 0) AS bytes FROM run WHERE id = ANY($1::uuid[])",
    values: [runIds],
  });
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}
