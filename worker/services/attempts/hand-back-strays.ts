import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import type { ServiceContext } from "../context.ts";
import { giveUpSuspended } from "../waits/give-up.ts";
import { completeAttempts } from "./complete.ts";

/**
 * Attempts that the tables say this worker executes, and that it does not: their start was committed
 * and the answer was lost with the connection. They never began, so they go back at no cost. Those of
 * the last seconds may be on their way from the commit to the executor.
 */
export async function handBackStrays(
  ctx: ServiceContext,
  { workerId, executingIds }: { workerId: string; executingIds: string[] },
): Promise<number> {
  const { rows } = await ctx.db.pool.query<{
    id: string;
    runId: string;
    environmentId: string;
    number: number;
    isSuspended: boolean;
  }>({
    name: "find-stray-attempts",
    text: `
      SELECT attempt.id, attempt.run_id AS "runId", run.environment_id AS "environmentId", attempt.number,
        run.status IN ('WAITING', 'QUEUED', 'DEQUEUED') AS "isSuspended"
      FROM attempt JOIN run ON run.id = attempt.run_id
      WHERE attempt.worker_id = $1 AND attempt.status = 'EXECUTING' AND attempt.id <> ALL($2::uuid[])
        AND attempt.started_at < $3::timestamptz - interval '10 seconds'`,
    values: [workerId, executingIds, ctx.clock()],
  });
  if (rows.length === 0) return 0;
  const suspended = rows.filter((row) => row.isSuspended).map((row) => row.id);
  const givenUp = await giveUpSuspended(ctx, suspended);
  const executing = rows.filter((row) => !row.isSuspended);
  const completed = await completeAttempts(
    ctx,
    executing.map((row) => ({
      attempt: { ...row, retry: DEFAULT_RETRY },
      end: {
        kind: "HANDED_BACK",
        reason: "Its start was lost with a connection to the database",
        hasNotBegun: true,
      },
      endedAt: ctx.clock(),
      executedMs: 0,
    })),
  );
  return givenUp + completed.filter(({ isAccepted }) => isAccepted).length;
}
