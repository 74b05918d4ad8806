import type pg from "pg";
import { friendlyId } from "#worker/domain/ids.ts";
import type { InsideWait } from "#worker/domain/views.ts";

interface InsideRow {
  kind: "DURATION" | "RUN" | "BATCH" | "TOKEN";
  dueAt: Date | null;
  waitsFor: string | null;
  task: string | null;
  timeoutAt: Date | null;
  openCount: number;
  runCount: number;
}

const SHOWN = 20;

/** Open entries of the journal that the run waits along, in the order in which its code came to them. */
const INSIDE = `
SELECT w.kind, w.due_at AS "dueAt", w.waits_for AS "waitsFor", child.task_slug AS task,
  token.timeout_at AS "timeoutAt", coalesce(batch.run_count, 0) AS "runCount",
  CASE w.kind WHEN 'BATCH' THEN (
    SELECT count(*) FROM run AS item WHERE item.batch_id = w.waits_for AND item.finished_at IS NULL
  )::int ELSE 0 END AS "openCount"
FROM run_wait AS w JOIN run ON run.id = w.run_id AND w.epoch = run.wait_epoch
LEFT JOIN run AS child ON w.kind = 'RUN' AND child.id = w.waits_for
LEFT JOIN batch ON w.kind = 'BATCH' AND batch.id = w.waits_for
LEFT JOIN waitpoint AS token ON w.kind = 'TOKEN' AND token.id = w.waits_for
WHERE w.run_id = $1 AND w.resolved_at IS NULL
ORDER BY w.created_at, w.step LIMIT ${SHOWN}`;

/** What a run waits for inside its code. */
export async function readInside(pool: pg.Pool, runId: string): Promise<InsideWait[]> {
  const { rows } = await pool.query<InsideRow>({
    name: "read-inside-waits",
    text: INSIDE,
    values: [runId],
  });
  return rows.map(toWait);
}

function toWait({ kind, dueAt, waitsFor, ...row }: InsideRow): InsideWait {
  const id = waitsFor ?? "";
  switch (kind) {
    case "DURATION":
      return { kind: "TIME", until: (dueAt ?? new Date(0)).toISOString() };
    case "RUN":
      return { kind: "RUN", runId: friendlyId("run", id), task: row.task ?? "" };
    case "BATCH":
      return {
        kind: "BATCH",
        batchId: friendlyId("batch", id),
        open: row.openCount,
        runs: row.runCount,
      };
    case "TOKEN":
      return {
        kind: "TOKEN",
        tokenId: friendlyId("waitpoint", id),
        ...(row.timeoutAt && { timeoutAt: row.timeoutAt.toISOString() }),
      };
  }
}
