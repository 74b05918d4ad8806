import type pg from "pg";
import type { Lane, LaneGrant, QueueLimits } from "#worker/domain/admission.ts";
import { laneId } from "#worker/domain/admission.ts";

/** Admissions are of one environment at a time, by whichever worker comes first; the others do not wait. */
export async function tryLockAdmission(
  client: pg.PoolClient,
  environmentId: string,
): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>({
    name: "try-lock-admission",
    text: "SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 1)) AS locked",
    values: [environmentId],
  });
  return rows[0]?.locked ?? false;
}

export interface EnvironmentLimits {
  concurrencyLimit: number;
  isPaused: boolean;
  queues: Map<string, QueueLimits>;
}

export async function readLimits(
  client: pg.PoolClient,
  environmentId: string,
): Promise<EnvironmentLimits | null> {
  const { rows } = await client.query<{
    environmentLimit: number;
    isEnvironmentPaused: boolean;
    name: string | null;
    limit: number | null;
    isPaused: boolean;
  }>({
    name: "read-limits",
    text: `
      SELECT environment.concurrency_limit AS "environmentLimit",
        environment.paused_at IS NOT NULL AS "isEnvironmentPaused",
        queue.name,
        coalesce(queue.concurrency_limit_override, queue.concurrency_limit) AS limit,
        queue.paused_at IS NOT NULL AS "isPaused"
      FROM environment LEFT JOIN queue ON queue.environment_id = environment.id
      WHERE environment.id = $1`,
    values: [environmentId],
  });
  const [first] = rows;
  if (!first) return null;
  const queues = new Map<string, QueueLimits>();
  for (const { name, limit, isPaused } of rows) {
    if (name !== null) queues.set(name, { limit: limit ?? undefined, isPaused });
  }
  return { concurrencyLimit: first.environmentLimit, isPaused: first.isEnvironmentPaused, queues };
}

/** Slots in use by lane, counted from the committed rows: there is no counter that could drift. */
export async function countSlots(
  client: pg.PoolClient,
  environmentId: string,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ queue: string; key: string; count: number }>({
    name: "count-slots",
    text: `
      SELECT queue_name AS queue, concurrency_key AS key, count(*)::int AS count
      FROM run
      WHERE environment_id = $1 AND status IN ('DEQUEUED', 'EXECUTING')
      GROUP BY queue_name, concurrency_key`,
    values: [environmentId],
  });
  return new Map(rows.map(({ queue, key, count }) => [laneId(queue, key), count]));
}

/**
 * The head of every lane that has a run which may start now. A walk from lane to lane along the
 * index (a loose index scan): its cost is the number of lanes, not of queued runs. A head that is
 * due later (a retry) means the whole lane is, since the index is in that order.
 */
export async function readLanes(
  client: pg.PoolClient,
  environmentId: string,
  now: Date,
): Promise<Lane[]> {
  const { rows } = await client.query<{ queue: string; key: string; head: Date }>({
    name: "read-lanes",
    text: `
      WITH RECURSIVE lane AS (
        (SELECT queue_name, concurrency_key, queue_order FROM run
          WHERE environment_id = $1 AND status = 'QUEUED'
          ORDER BY queue_name, concurrency_key, queue_order, id LIMIT 1)
        UNION ALL
        SELECT next.* FROM lane CROSS JOIN LATERAL (
          SELECT queue_name, concurrency_key, queue_order FROM run
          WHERE environment_id = $1 AND status = 'QUEUED'
            AND (queue_name, concurrency_key) > (lane.queue_name, lane.concurrency_key)
          ORDER BY queue_name, concurrency_key, queue_order, id LIMIT 1
        ) AS next
      )
      SELECT queue_name AS queue, concurrency_key AS key, queue_order AS head FROM lane WHERE queue_order <= $2`,
    values: [environmentId, now],
  });
  return rows.map(({ queue, key, head }) => ({ queue, key, headOrder: head.getTime() }));
}

/** The oldest runs of the granted lanes. A run that someone else is changing right now is passed over. */
export async function takeHeads(
  client: pg.PoolClient,
  environmentId: string,
  grants: LaneGrant[],
  now: Date,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "take-heads",
    text: `
      SELECT head.id FROM unnest($2::text[], $3::text[], $4::int[]) AS lane(queue, key, count)
      CROSS JOIN LATERAL (
        SELECT id FROM run
        WHERE environment_id = $1 AND status = 'QUEUED'
          AND queue_name = lane.queue AND concurrency_key = lane.key AND queue_order <= $5
        ORDER BY queue_order, id LIMIT lane.count
        FOR UPDATE SKIP LOCKED
      ) AS head`,
    values: [
      environmentId,
      grants.map((grant) => grant.queue),
      grants.map((grant) => grant.key),
      grants.map((grant) => grant.count),
      now,
    ],
  });
  return rows.map((row) => row.id);
}

/** One job a run, in the admission's own transaction: a run is DEQUEUED exactly when its job exists. */
export async function addExecuteJobs(client: pg.PoolClient, runIds: string[]): Promise<void> {
  await client.query({
    name: "add-execute-jobs",
    text: `
      SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
        SELECT json_populate_record(NULL::graphile_worker.job_spec, json_build_object(
          'identifier', 'execute-run', 'payload', json_build_object('runId', run_id), 'max_attempts', 1
        )) FROM unnest($1::uuid[]) AS run_id
      ))`,
    values: [runIds],
  });
}

/** Environments with a run that waits to start, for the sweep; walks the index from one to the next. */
export async function findWaitingEnvironments(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "find-waiting-environments",
    text: `
      WITH RECURSIVE waiting AS (
        (SELECT environment_id FROM run WHERE status = 'QUEUED' ORDER BY environment_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM waiting CROSS JOIN LATERAL (
          SELECT environment_id FROM run
          WHERE status = 'QUEUED' AND environment_id > waiting.environment_id
          ORDER BY environment_id LIMIT 1
        ) AS next
      )
      SELECT environment_id AS id FROM waiting`,
  });
  return rows.map((row) => row.id);
}
