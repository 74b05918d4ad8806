import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readRun, startRuns, trigger } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { startRecovery } from "#worker/jobs/recovery.ts";
import { heartbeat, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

it("goes on with what a worker had that is dead, and leaves one that lives alone", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 3 } }]);
  const executing = async () => {
    const { id } = await trigger(ctx, "hello");
    return { id, ...(await startRuns(ctx, [id])) };
  };
  const [dead, alive] = [await executing(), await executing()];
  const errors: unknown[] = [];
  const retries: string[] = [];
  const recovery = startRecovery(ctx, {
    onRetry: (environmentId) => retries.push(environmentId),
    onError: (error) => errors.push(error),
  });
  try {
    // However old its heartbeat looks: clocks are set, and databases stand still.
    await ctx.db.pool.query("UPDATE worker SET heartbeat_at = now() - interval '1 hour'");
    await unregisterWorker(ctx, dead.workerId);
    recovery.lost();
    await until("its run to be queued again", async () => {
      return (await readRun(ctx, dead.id)).status === "QUEUED";
    });
    await until("whoever rings to be told", () => retries.length > 0);
    expect(await readRun(ctx, alive.id)).toMatchObject({ status: "EXECUTING" });
    expect(await heartbeat(ctx, alive.workerId, 1)).toMatchObject({ wasGivenUp: false });
    expect(retries).toEqual([ctx.environment.id]);
    expect(errors).toEqual([]);
  } finally {
    await recovery.stop();
  }
});
