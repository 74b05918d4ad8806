import type { ServiceContext } from "../context.ts";
import { changeColumns, movingRuns } from "../runs/transition/sql.ts";
import type { MovedRun } from "../runs/transition.ts";
import { isSatisfied } from "./sql.ts";

const AT_ONCE = 200;
/** A child may end while the wait for it is being written, and neither sees the other. */
const YOUNG = "30 seconds";

/**
 * Looks at runs that something they may wait for has ended: waits that are over are marked, and a run that
 * waits goes back to its old place in the queue when any of its waits is. Returns how many entries were
 * worked off. Any number of workers may do it at once.
 */
export async function wakeRuns(ctx: ServiceContext): Promise<number> {
  // Without waiting for the disk: a crash that takes this back brings the entries back, and they are worked off again.
  const { rows } = await ctx.db.relaxedPool.query<{ looked: number; moved: MovedRun[] }>({
    name: "wake-runs",
    text: WAKE_RUNS,
    values: [ctx.clock()],
  });
  announce(ctx, rows[0]?.moved ?? []);
  return rows[0]?.looked ?? 0;
}

/**
 * The same for one run that has just been suspended in these waits: what ended before it came that far is
 * not announced again.
 */
export async function wakeRun(
  ctx: ServiceContext,
  { runId, steps }: { runId: string; steps: string[] },
): Promise<boolean> {
  const { rows } = await ctx.db.pool.query<{ moved: MovedRun[] }>({
    name: "wake-run",
    text: WAKE_RUN,
    values: [ctx.clock(), runId, steps],
  });
  const moved = rows[0]?.moved ?? [];
  announce(ctx, moved);
  return moved.length > 0;
}

/** Durations that are over, and what was ended in the moment its wait was written. */
export async function findDueWaits(ctx: ServiceContext): Promise<number> {
  const { rowCount } = await ctx.db.pool.query({
    name: "find-due-waits",
    text: FIND_DUE,
    values: [ctx.clock()],
  });
  return rowCount ?? 0;
}

function announce(ctx: ServiceContext, moved: MovedRun[]): void {
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
}

const MOVED = `
  coalesce((SELECT json_agg(json_build_object(
    'id', id, 'environmentId', environment_id, 'status', status, 'attemptNumber', attempt_number
  )) FROM moved), '[]') AS moved`;

const toQueue = (from: string) =>
  movingRuns(
    `SELECT ${changeColumns({
      run_id: "id",
      target: "'QUEUED'",
      at: "$1",
      reason: "'What it waited for is there'",
    })} FROM ${from}`,
  );

/** Two workers may look at the same run: they lock its waits, and then the runs, in the same order. */
const WAKE_RUNS = `
WITH looked AS MATERIALIZED (
  DELETE FROM run_wake WHERE id IN (
    SELECT id FROM run_wake ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  ) RETURNING run_id
), over AS MATERIALIZED (
  SELECT w.run_id, w.epoch, w.step FROM run_wait AS w
  WHERE w.run_id IN (SELECT run_id FROM looked) AND w.resolved_at IS NULL AND ${isSatisfied("w", "$1")}
  ORDER BY w.run_id, w.epoch, w.step FOR UPDATE
), resolved AS MATERIALIZED (
  UPDATE run_wait AS w SET resolved_at = $1 FROM over
  WHERE w.run_id = over.run_id AND w.epoch = over.epoch AND w.step = over.step
  RETURNING w.run_id, w.epoch
), ready AS MATERIALIZED (
  SELECT run.id FROM run
  WHERE run.status = 'WAITING' AND (run.id, run.wait_epoch) IN (SELECT run_id, epoch FROM resolved)
  ORDER BY run.id FOR UPDATE
), ${toQueue("ready")}
SELECT (SELECT count(*) FROM looked)::int AS looked, ${MOVED}`;

const WAKE_RUN = `
WITH resolved AS MATERIALIZED (
  UPDATE run_wait AS w SET resolved_at = $1
  WHERE w.run_id = $2 AND w.resolved_at IS NULL AND ${isSatisfied("w", "$1")}
  RETURNING w.epoch, w.step
), ready AS MATERIALIZED (
  SELECT run.id FROM run
  WHERE run.id = $2 AND run.status = 'WAITING' AND (
    EXISTS (SELECT FROM resolved WHERE resolved.epoch = run.wait_epoch AND resolved.step = ANY($3::text[]))
    OR EXISTS (
      SELECT FROM run_wait AS w WHERE w.run_id = run.id AND w.epoch = run.wait_epoch
        AND w.step = ANY($3::text[]) AND w.resolved_at IS NOT NULL
    )
  )
  FOR UPDATE
), ${toQueue("ready")}
SELECT ${MOVED}`;

const FIND_DUE = `
INSERT INTO run_wake (run_id)
SELECT run_id FROM (
  (SELECT run_id FROM run_wait WHERE resolved_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT 1000)
  UNION
  (SELECT w.run_id FROM run_wait AS w
    WHERE w.resolved_at IS NULL AND w.waits_for IS NOT NULL
      AND w.created_at > $1::timestamptz - interval '${YOUNG}' AND ${isSatisfied("w", "$1")})
  UNION
  -- An item whose key led to a run outside of its batch: the end of that run tells nothing of the batch.
  (SELECT w.run_id FROM run_wait AS w JOIN batch_exception AS item ON item.batch_id = w.waits_for
    WHERE w.resolved_at IS NULL AND w.waits_for IS NOT NULL AND item.run_id IS NOT NULL
      AND ${isSatisfied("w", "$1")})
) AS due
WHERE NOT EXISTS (SELECT FROM run_wake WHERE run_wake.run_id = due.run_id)`;
