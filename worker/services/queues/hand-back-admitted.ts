import type pg from "pg";
import { type MovedRun, transitionRuns } from "../runs/transition.ts";

export interface AdmittedRuns {
  environmentId: string;
  /** Left out: of all queues. */
  queueName?: string;
  at: Date;
  reason: string;
}

/**
 * What is admitted and has not started goes back to its place, in the transaction of a pause and after its
 * `voidAdmission`: that waits for an admission which is being written, and a start that is being written is
 * waited for here. So what has not started when the pause answers does not.
 *
 * Their jobs go too, or a later admission would add a second one to each. Those that a worker has taken
 * already are passed over: it finds nothing to start.
 */
export async function handBackAdmitted(
  client: pg.PoolClient,
  { environmentId, queueName, at, reason }: AdmittedRuns,
): Promise<MovedRun[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "find-admitted-runs",
    text: `
      SELECT id FROM run WHERE environment_id = $1 AND holds_slot AND status = 'DEQUEUED'
        AND ($2::text IS NULL OR queue_name = $2)
      ORDER BY id FOR UPDATE`,
    values: [environmentId, queueName ?? null],
  });
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  await client.query({
    name: "delete-waiting-jobs",
    text: `
      DELETE FROM graphile_worker._private_jobs AS jobs USING (
        SELECT waiting.id FROM graphile_worker._private_jobs AS waiting
        JOIN graphile_worker._private_tasks AS tasks ON tasks.id = waiting.task_id
        WHERE tasks.identifier LIKE 'execute-run%' AND waiting.locked_at IS NULL
          AND (waiting.payload ->> 'runId')::uuid = ANY($1::uuid[])
        FOR UPDATE OF waiting SKIP LOCKED
      ) AS waiting WHERE jobs.id = waiting.id`,
    values: [ids],
  });
  return transitionRuns(
    client,
    ids.map((runId) => ({ runId, to: "QUEUED", at, reason })),
  );
}
