import type { Database } from "#prisma/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { AttemptFact, RunFact, StepFact } from "./checker.ts";

/** What the tables say of an environment's runs. */
export async function readTables(
  { pool }: Database,
  environmentId: string,
): Promise<{ runs: RunFact[]; attempts: AttemptFact[]; steps: StepFact[] }> {
  const [runs, attempts, steps] = await Promise.all([
    pool.query<Omit<RunFact, "finishedAt"> & { finishedAt: Date | null }>(
      `SELECT id, task_slug AS task, status, queue_name AS queue, concurrency_key AS key, finished_at AS "finishedAt"
       FROM run WHERE environment_id = $1`,
      [environmentId],
    ),
    pool.query<Omit<AttemptFact, "startedAt"> & { startedAt: Date }>(
      `SELECT run_id AS run, number, attempt.status, attempt.started_at AS "startedAt"
       FROM attempt JOIN run ON run.id = run_id WHERE environment_id = $1`,
      [environmentId],
    ),
    pool.query<StepFact>(
      `SELECT run_id AS run, label AS status, attempt_number AS attempt
       FROM run_event WHERE environment_id = $1 AND kind = 'TRANSITION' ORDER BY id`,
      [environmentId],
    ),
  ]);
  return {
    runs: runs.rows.map((row) => ({
      ...row,
      id: friendlyId("run", row.id),
      finishedAt: row.finishedAt?.getTime(),
    })),
    attempts: attempts.rows.map((row) => ({
      ...row,
      run: friendlyId("run", row.run),
      startedAt: row.startedAt.getTime(),
    })),
    steps: steps.rows.map((row) => ({ ...row, run: friendlyId("run", row.run) })),
  };
}
