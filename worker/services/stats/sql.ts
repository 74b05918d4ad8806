import type pg from "pg";
import { BUCKETS_PER_DOUBLING, LAST_BUCKET } from "#worker/domain/histogram.ts";

/** SQL of the bucket that a number of milliseconds falls into, as in `domain/histogram.ts`. */
export function bucketOf(ms: string): string {
  return `least(${LAST_BUCKET}, floor(${BUCKETS_PER_DOUBLING} * ln((${ms})::float8 + 1) / ln(2::float8)))::smallint`;
}

/** In place of null, which no key may have. */
export const NO_DEPLOYMENT = "00000000-0000-0000-0000-000000000000";

const AT_ONCE = 20_000;

/** One at a time over all workers: two would lock each other out on the rows they share. */
export async function tryFoldLock(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ isHeld: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('fold-tallies', 1)) AS "isHeld"`,
  );
  return rows[0]?.isHeld ?? false;
}

/** Takes tallies and adds them to every sum that is kept of them. Returns how many were taken. */
export async function foldSlice(
  client: pg.PoolClient,
): Promise<{ taken: number; isMore: boolean }> {
  const { rows } = await client.query<{ taken: number }>({ name: "fold-tallies", text: FOLD });
  const taken = rows[0]?.taken ?? 0;
  return { taken, isMore: taken === AT_ONCE };
}

function rollup(name: string, period: "MINUTE" | "HOUR"): string {
  return `${name} AS (
  INSERT INTO run_rollup AS kept (environment_id, period, starts_at, task_slug, queue_name, event, bucket, count, total_ms)
  SELECT environment_id, '${period}', date_bin('1 ${period}', at, 'epoch'), task_slug, queue_name, event,
    bucket, sum(count), sum(total_ms)
  FROM taken GROUP BY 1, 3, 4, 5, 6, 7
  ON CONFLICT (environment_id, period, starts_at, task_slug, queue_name, event, bucket) DO UPDATE SET
    count = kept.count + excluded.count, total_ms = kept.total_ms + excluded.total_ms
)`;
}

/** What the newest run of a group says of itself; the column holds what the runner wrote. */
const TITLE = `
  CASE run.error ->> 'type' WHEN 'BUILT_IN_ERROR' THEN run.error ->> 'name'
    WHEN 'INTERNAL_ERROR' THEN run.error ->> 'code' WHEN 'STRING_ERROR' THEN 'String' ELSE 'Value' END AS name,
  left(coalesce(run.error ->> 'message', run.error ->> 'raw', ''), 1000) AS message`;

const FOLD = `
WITH taken AS MATERIALIZED (
  DELETE FROM run_tally WHERE id IN (SELECT id FROM run_tally ORDER BY id LIMIT ${AT_ONCE})
  RETURNING *, coalesce(deployment_id, '${NO_DEPLOYMENT}') AS deployment
), ${rollup("minute", "MINUTE")}, ${rollup("hour", "HOUR")}, version AS (
  INSERT INTO deployment_rollup AS kept (environment_id, deployment_id, event, count)
  SELECT environment_id, deployment_id, event, sum(count) FROM taken
  WHERE deployment_id IS NOT NULL AND event <> 'QUEUED' GROUP BY 1, 2, 3
  ON CONFLICT (environment_id, deployment_id, event) DO UPDATE SET count = kept.count + excluded.count
), failed AS (
  INSERT INTO error_rollup AS kept (environment_id, task_slug, fingerprint, starts_at, deployment_id, count)
  SELECT environment_id, task_slug, fingerprint, date_bin('1 HOUR', at, 'epoch'), deployment, sum(count)
  FROM taken WHERE fingerprint IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (environment_id, task_slug, fingerprint, starts_at, deployment_id) DO UPDATE SET
    count = kept.count + excluded.count
), groups AS (
  INSERT INTO error_group AS kept (id, environment_id, task_slug, fingerprint, name, message, status, count,
    first_seen_at, last_seen_at, newest_run_id, newest_deployment_id)
  SELECT gen_random_uuid(), seen.environment_id, seen.task_slug, seen.fingerprint,
    coalesce(title.name, 'Error'), coalesce(title.message, ''), 'UNRESOLVED', seen.count,
    seen.first_at, seen.last_at, seen.run_id, seen.deployment_id
  FROM (
    SELECT environment_id, task_slug, fingerprint, sum(count) AS count, min(at) AS first_at,
      max(at) AS last_at, max(sample_run_id::text)::uuid AS run_id, max(deployment::text)::uuid AS deployment_id
    FROM taken WHERE fingerprint IS NOT NULL GROUP BY 1, 2, 3
  ) AS seen
  LEFT JOIN LATERAL (SELECT ${TITLE} FROM run WHERE run.id = seen.run_id) AS title ON true
  ON CONFLICT (environment_id, task_slug, fingerprint) DO UPDATE SET
    name = excluded.name, message = excluded.message, count = kept.count + excluded.count,
    first_seen_at = least(kept.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at),
    newest_run_id = excluded.newest_run_id,
    newest_deployment_id = greatest(kept.newest_deployment_id, excluded.newest_deployment_id),
    -- Ids of deployments sort by the time they were made: what a later one still does is not resolved.
    status = CASE WHEN ${isBack("kept", "excluded")} THEN 'UNRESOLVED' ELSE kept.status END,
    reopened_at = CASE WHEN ${isBack("kept", "excluded")} THEN excluded.last_seen_at ELSE kept.reopened_at END
)
SELECT count(*)::int AS taken FROM taken`;

function isBack(kept: string, seen: string): string {
  return `(${kept}.status = 'RESOLVED' AND ${seen}.newest_deployment_id > coalesce(${kept}.resolved_deployment_id, '${NO_DEPLOYMENT}')
    OR ${kept}.status = 'IGNORED' AND ${kept}.ignored_until < ${seen}.last_seen_at)`;
}
