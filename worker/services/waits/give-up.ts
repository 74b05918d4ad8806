import type pg from "pg";
import type { ServiceContext } from "../context.ts";
import { type MovedRun, transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";

/**
 * The processes of these suspended attempts are gone. That costs no attempt: each is closed, and its run
 * waits on. When that is over, its code runs again from the top on any worker, along its journal.
 * Attempts that are not suspended are left alone.
 */
export async function giveUpSuspended(ctx: ServiceContext, attemptIds: string[]): Promise<number> {
  if (attemptIds.length === 0) return 0;
  // As one: an admitted run without an attempt and without a job would keep its slot for ever.
  const { rows, requeued } = await inTransaction(ctx.db.pool, async (client) => {
    const rows = await closeSuspended(client, attemptIds, ctx.clock());
    return { rows, requeued: await requeueAdmitted(client, rows, ctx.clock()) };
  });
  for (const run of rows) ctx.signals.runChanged(run.environmentId, run.id);
  for (const run of requeued) ctx.signals.workAvailable(run.environmentId);
  return rows.length;
}

interface GivenUp {
  id: string;
  environmentId: string;
  attemptNumber: number;
  isAdmitted: boolean;
}

async function closeSuspended(
  client: pg.PoolClient,
  attemptIds: string[],
  at: Date,
): Promise<GivenUp[]> {
  const { rows } = await client.query<GivenUp>({
    name: "give-up-suspended",
    text: `
      WITH suspended AS MATERIALIZED (
        SELECT attempt.run_id, attempt.id, run.status
        FROM attempt JOIN run ON run.id = attempt.run_id
        WHERE attempt.id = ANY($1::uuid[]) AND attempt.status = 'EXECUTING'
          AND run.status IN ('WAITING', 'QUEUED', 'DEQUEUED')
        ORDER BY run.id FOR UPDATE OF run
      ), closed AS (
        UPDATE attempt SET status = 'CANCELED', finished_at = $2 FROM suspended
        WHERE attempt.run_id = suspended.run_id AND attempt.id = suspended.id
      )
      UPDATE run SET attempt_number = attempt_number - 1, updated_at = $2
      FROM suspended WHERE run.id = suspended.run_id
      RETURNING run.id, run.environment_id AS "environmentId", run.attempt_number AS "attemptNumber",
        suspended.status = 'DEQUEUED' AS "isAdmitted"`,
    values: [attemptIds, at],
  });
  return rows;
}

/** Whoever had its job has told a worker that is not there any more. One that comes only now has started it. */
function requeueAdmitted(client: pg.PoolClient, rows: GivenUp[], at: Date): Promise<MovedRun[]> {
  return transitionRuns(
    client,
    rows
      .filter((run) => run.isAdmitted)
      .map(({ id, attemptNumber }) => ({
        ...{ runId: id, to: "QUEUED", at, reason: "Its process was lost" },
        fence: { attemptNumber },
      })),
  );
}
