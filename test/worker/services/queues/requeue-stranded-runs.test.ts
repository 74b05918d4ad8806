import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, readHistory, readRun, startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { requeueStrandedRuns } from "#worker/services/queues/requeue-stranded-runs.ts";

const database = useDatabase();

it("puts an admitted run back that has neither a job nor an attempt, and no other", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const { ctx } = workspace;
  const runs = await Promise.all([1, 2, 3].map(() => trigger(ctx, "t")));
  const [stranded = "", withJob = "", executing = ""] = runs.map(({ id }) => id);
  await admitRuns(ctx, ctx.environment.id);
  await startRuns(ctx, [executing]);
  await ctx.db.pool.query(
    "DELETE FROM graphile_worker._private_jobs WHERE (payload ->> 'runId')::uuid = ANY($1)",
    [[stranded, executing]],
  );
  expect(await requeueStrandedRuns(ctx)).toBe(0);
  expect(await requeueStrandedRuns(later(ctx, 16_000))).toBe(1);
  expect((await readHistory(ctx, stranded)).at(-1)).toEqual(["QUEUED", "Its job was lost"]);
  expect((await readRun(ctx, withJob)).status).toBe("DEQUEUED");
  expect((await readRun(ctx, executing)).status).toBe("EXECUTING");
});
