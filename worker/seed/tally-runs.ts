import type { TaskRunError } from "#sdk/wire/errors.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { fingerprintOf } from "#worker/services/errors/fingerprint.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";
import { bucketOf } from "#worker/services/stats/sql.ts";
import { inTransaction } from "#worker/services/transaction.ts";

/**
 * Counts the runs of the seed as the statements that move runs count them: what pages show of activity,
 * of durations and of errors comes from these sums. By the minute where pages look that closely, else by the hour.
 */
export async function tallyRuns(ctx: EnvironmentContext, now: Date): Promise<void> {
  await groupErrors(ctx);
  const parts = Array.from({ length: PARTS }, (_, part) => insertPart(ctx, now, part));
  await Promise.all(parts);
  await foldTallies(ctx);
}

/** A statement keeps one core of the database busy. The runs of a task are in one part. */
const PARTS = 2;

async function insertPart(ctx: EnvironmentContext, now: Date, part: number): Promise<void> {
  await inTransaction(ctx.db.pool, async (client) => {
    // Half a million groups: else they go to the disk and back, dozens of times.
    await client.query("SET LOCAL work_mem = '256MB'");
    await client.query(INSERT_TALLIES, [ctx.environment.id, now, PARTS, part]);
  });
}

/** There are few errors and many runs: each error is looked at once. */
async function groupErrors({ db, environment }: EnvironmentContext): Promise<void> {
  const { rows } = await db.pool.query<{ error: TaskRunError }>(
    `SELECT DISTINCT error FROM run WHERE environment_id = $1 AND error IS NOT NULL
     AND status IN ('FAILED', 'CRASHED', 'TIMED_OUT', 'SYSTEM_FAILURE')`,
    [environment.id],
  );
  const known = rows.map(({ error }) => ({ error, fingerprint: fingerprintOf(error) }));
  await db.pool.query(
    `UPDATE run SET error_fingerprint = known.fingerprint
     FROM jsonb_to_recordset($2::jsonb) AS known(error jsonb, fingerprint text)
     WHERE run.environment_id = $1 AND run.error = known.error AND run.status NOT IN ('CANCELED', 'EXPIRED')`,
    [environment.id, JSON.stringify(known)],
  );
}

/** Parameters: environment, now, of how many parts, which of them. */
const INSERT_TALLIES = `
INSERT INTO run_tally (environment_id, at, task_slug, queue_name, deployment_id, event, bucket, count,
  total_ms, fingerprint, sample_run_id)
SELECT environment_id, max(happening.at), task_slug, queue_name, happening.deployment, event, ${bucketOf("ms")}, count(*),
  sum(ms), fingerprint, max(id::text)::uuid
FROM run CROSS JOIN LATERAL (VALUES
  ('QUEUED', created_at, NULL::uuid, 0::bigint, NULL::text),
  ('STARTED', started_at, deployment_id, greatest(0, extract(epoch FROM started_at - queued_at) * 1000)::bigint, NULL),
  (status::text, finished_at, deployment_id, duration_ms::bigint, error_fingerprint)
) AS happening(event, at, deployment, ms, fingerprint)
WHERE environment_id = $1::uuid AND happening.at IS NOT NULL AND abs(hashtext(task_slug) % $3::int) = $4::int
GROUP BY environment_id, date_bin(CASE WHEN happening.at > $2::timestamptz - interval '1 day' THEN interval '1 minute'
  ELSE interval '1 hour' END, happening.at, 'epoch'), task_slug, queue_name, happening.deployment, event, 7, fingerprint`;
