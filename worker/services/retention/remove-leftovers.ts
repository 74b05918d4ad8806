import type { ServiceContext } from "../context.ts";

/** An upload that no trigger took within a day is forgotten. */
const PACKET_MS = 86_400_000;
const AT_ONCE = 500;

/**
 * Removes uploads of yesterday, batches of that age without runs, tokens that ended before it and that no
 * run's journal refers to, bulk actions that ended before it, workers that are long gone, and the memory of
 * spent tokens that have expired.
 */
export async function removeLeftovers(
  ctx: ServiceContext,
  { madeBefore }: { madeBefore: Date },
): Promise<void> {
  const { pool } = ctx.db;
  await pool.query({
    name: "remove-old-packets",
    text: `
      DELETE FROM packet USING (
        SELECT environment_id, name FROM packet WHERE created_at < $1
        ORDER BY created_at LIMIT ${AT_ONCE}
      ) AS old WHERE packet.environment_id = old.environment_id AND packet.name = old.name`,
    values: [new Date(ctx.clock().getTime() - PACKET_MS)],
  });
  await pool.query({
    name: "remove-old-batches",
    text: `
      DELETE FROM batch USING (
        SELECT id FROM batch WHERE created_at < $1
          AND NOT EXISTS (SELECT FROM run WHERE run.batch_id = batch.id)
        LIMIT ${AT_ONCE}
      ) AS old WHERE batch.id = old.id`,
    values: [madeBefore],
  });
  await pool.query({
    name: "remove-old-waitpoints",
    text: `
      DELETE FROM waitpoint USING (
        SELECT id FROM waitpoint WHERE completed_at < $1
          AND NOT EXISTS (
            SELECT FROM run_wait WHERE run_wait.waits_for = waitpoint.id AND run_wait.kind = 'TOKEN'
          )
        LIMIT ${AT_ONCE}
      ) AS old WHERE waitpoint.id = old.id`,
    values: [madeBefore],
  });
  await pool.query({
    name: "remove-old-bulk-actions",
    text: `
      DELETE FROM bulk_action USING (
        SELECT id FROM bulk_action WHERE completed_at < $1 LIMIT ${AT_ONCE}
      ) AS old WHERE bulk_action.id = old.id`,
    values: [madeBefore],
  });
  await pool.query({
    name: "remove-old-workers",
    text: `
      DELETE FROM worker WHERE stopped_at < $1
        AND NOT EXISTS (SELECT FROM attempt WHERE attempt.status = 'EXECUTING' AND attempt.worker_id = worker.id)`,
    values: [madeBefore],
  });
  await pool.query({
    name: "remove-expired-spent-tokens",
    text: `
      DELETE FROM spent_token USING (
        SELECT hash FROM spent_token WHERE expires_at < $1 ORDER BY expires_at LIMIT ${AT_ONCE}
      ) AS old WHERE spent_token.hash = old.hash`,
    values: [ctx.clock()],
  });
}
