import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { WAKING_WAITERS } from "../waits/sql.ts";

/** An item that is not a run of the batch itself. */
export interface BatchException {
  index: number;
  taskSlug: string;
  runId: string | null;
  error: string | null;
}

/** Returns how many were new; an item that was noted before stays as it is. */
export async function recordExceptions(
  pool: pg.Pool,
  batchId: string,
  exceptions: BatchException[],
): Promise<number> {
  if (exceptions.length === 0) return 0;
  const { rowCount } = await pool.query({
    name: "record-batch-exceptions",
    text: `
      INSERT INTO batch_exception (batch_id, index, task_slug, run_id, error)
      SELECT $1, item.* FROM unnest($2::int[], $3::text[], $4::uuid[], $5::text[]) AS item
      ON CONFLICT DO NOTHING`,
    values: [
      batchId,
      exceptions.map((exception) => exception.index),
      exceptions.map((exception) => exception.taskSlug),
      exceptions.map((exception) => exception.runId),
      exceptions.map((exception) => exception.error),
    ],
  });
  return rowCount ?? 0;
}

/** Places of the batch that have a run or an exception. */
export async function findTakenPlaces(pool: pg.Pool, batchId: string): Promise<Set<number>> {
  const { rows } = await pool.query<{ index: number }>({
    name: "find-taken-places",
    text: `
      SELECT batch_index AS index FROM run WHERE batch_id = $1
      UNION SELECT index FROM batch_exception WHERE batch_id = $1`,
    values: [batchId],
  });
  return new Set(rows.map((row) => row.index));
}

export async function countItems(pool: pg.Pool, batchId: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: "count-batch-items",
    text: `
      SELECT (SELECT count(*) FROM run WHERE batch_id = $1)::int
        + (SELECT count(*) FROM batch_exception WHERE batch_id = $1)::int AS count`,
    values: [batchId],
  });
  return rows[0]?.count ?? 0;
}

/** False where it was over before. */
export async function sealBatch(pool: pg.Pool, batchId: string, at: Date): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "seal-batch",
    text: `
      UPDATE batch SET sealed_at = $2, updated_at = $2
      WHERE id = $1 AND sealed_at IS NULL AND aborted_at IS NULL`,
    values: [batchId, at],
  });
  return rowCount === 1;
}

/** A slice at a time; one that is being sealed is left to whoever does that. */
export const ABORT_UNSEALED = `
WITH late AS MATERIALIZED (
  SELECT id, run_count <= (SELECT count(*) FROM run WHERE run.batch_id = batch.id)
    + (SELECT count(*) FROM batch_exception AS item WHERE item.batch_id = batch.id) AS is_complete
  FROM batch WHERE sealed_at IS NULL AND aborted_at IS NULL AND updated_at <= $2
  ORDER BY updated_at LIMIT 100 FOR UPDATE SKIP LOCKED
), ended AS (
  UPDATE batch SET updated_at = $1,
    sealed_at = CASE WHEN is_complete THEN $1::timestamptz END,
    aborted_at = CASE WHEN NOT is_complete THEN $1::timestamptz END
  FROM late WHERE batch.id = late.id
  RETURNING batch.id
), ${WAKING_WAITERS}
SELECT count(*)::int AS count FROM ended`;

export interface BatchItem {
  index: number;
  runId: string | null;
  taskSlug: string;
  error: string | null;
  finishedAt: Date | null;
}

/** Every item in order, with the run that stands for it. */
export async function readItems(pool: pg.Pool, batchId: string): Promise<BatchItem[]> {
  const { rows } = await pool.query<BatchItem>({
    name: "read-batch-items",
    text: `
      SELECT batch_index AS index, id AS "runId", task_slug AS "taskSlug", NULL AS error,
        finished_at AS "finishedAt"
      FROM run WHERE batch_id = $1
      UNION ALL
      SELECT item.index, item.run_id, item.task_slug, item.error, run.finished_at
      FROM batch_exception AS item LEFT JOIN run ON run.id = item.run_id WHERE item.batch_id = $1
      ORDER BY index`,
    values: [batchId],
  });
  return rows;
}

export interface BatchCounts {
  runs: Partial<Record<RunStatus, number>>;
  refused: number;
  /** Items that found a run: of which it is over, and of which it is not. */
  reused: number;
  unfinishedReused: number;
}

/** What became of the items of some batches: each along its own index, and a batch has a thousand items at most. */
export async function countBatches(
  pool: pg.Pool,
  ids: string[],
): Promise<Map<string, BatchCounts>> {
  const { rows } = await pool.query<BatchCounts & { id: string }>({
    name: "count-batches",
    text: `
      SELECT wanted.id,
        coalesce((SELECT jsonb_object_agg(status, count) FROM (
          SELECT status, count(*) FROM run WHERE batch_id = wanted.id GROUP BY status
        ) AS by_status), '{}') AS runs, items.*
      FROM unnest($1::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE item.error IS NOT NULL)::int AS refused,
          count(*) FILTER (WHERE item.error IS NULL AND (run.id IS NULL OR run.finished_at IS NOT NULL))::int AS reused,
          count(*) FILTER (WHERE item.error IS NULL AND run.id IS NOT NULL AND run.finished_at IS NULL)::int
            AS "unfinishedReused"
        FROM batch_exception AS item LEFT JOIN run ON run.id = item.run_id
        WHERE item.batch_id = wanted.id
      ) AS items`,
    values: [ids],
  });
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export const NO_ITEMS: BatchCounts = { runs: {}, refused: 0, reused: 0, unfinishedReused: 0 };
