import { WAKE_CHANNEL } from "../runs/transition/sql.ts";

/**
 * Whether a wait `w` is over at `now`. A batch is when no item can come any more and all of its
 * runs are, those included that an item's key led to.
 */
export const isSatisfied = (w: string, now: string): string => `CASE ${w}.kind
  WHEN 'DURATION' THEN ${w}.due_at <= ${now}
  WHEN 'RUN' THEN EXISTS (SELECT FROM run AS child WHERE child.id = ${w}.waits_for AND child.finished_at IS NOT NULL)
  WHEN 'BATCH' THEN EXISTS (SELECT FROM batch WHERE batch.id = ${w}.waits_for AND (batch.sealed_at IS NOT NULL OR batch.aborted_at IS NOT NULL))
    AND NOT EXISTS (SELECT FROM run AS child WHERE child.batch_id = ${w}.waits_for AND child.finished_at IS NULL)
    AND NOT EXISTS (
      SELECT FROM batch_exception AS item JOIN run AS child ON child.id = item.run_id
      WHERE item.batch_id = ${w}.waits_for AND child.finished_at IS NULL
    )
  WHEN 'TOKEN' THEN EXISTS (SELECT FROM waitpoint WHERE waitpoint.id = ${w}.waits_for AND waitpoint.status <> 'WAITING')
END`;

/** Behind `ended`: those that wait for these tokens or batches have to be looked at, which is announced. */
export const WAKING_WAITERS = `
waking AS (
  INSERT INTO run_wake (run_id)
  SELECT DISTINCT waiter.run_id FROM ended CROSS JOIN LATERAL (
    SELECT run_id FROM run_wait WHERE waits_for = ended.id AND resolved_at IS NULL
  ) AS waiter
  RETURNING pg_notify('${WAKE_CHANNEL}', '')
)`;
