/**
 * Whether a wait `w` is over at `now`. A batch is when all of its runs are, those included that an
 * item's key led to.
 */
export const isSatisfied = (w: string, now: string): string => `CASE ${w}.kind
  WHEN 'DURATION' THEN ${w}.due_at <= ${now}
  WHEN 'RUN' THEN EXISTS (SELECT FROM run AS child WHERE child.id = ${w}.waits_for AND child.finished_at IS NOT NULL)
  WHEN 'BATCH' THEN EXISTS (SELECT FROM batch WHERE batch.id = ${w}.waits_for AND batch.sealed_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM run AS child WHERE child.batch_id = ${w}.waits_for AND child.finished_at IS NULL)
    AND NOT EXISTS (
      SELECT FROM batch_exception AS item JOIN run AS child ON child.id = item.run_id
      WHERE item.batch_id = ${w}.waits_for AND child.finished_at IS NULL
    )
  WHEN 'TOKEN' THEN EXISTS (SELECT FROM waitpoint WHERE waitpoint.id = ${w}.waits_for AND waitpoint.status <> 'WAITING')
END`;
