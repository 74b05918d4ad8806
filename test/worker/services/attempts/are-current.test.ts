import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { areCurrent } from "#worker/services/attempts/are-current.ts";
import { newId } from "#worker/services/new-id.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { recoverLostWorkers } from "#worker/services/workers/recover.ts";
import { unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

it("tells attempts that go on from those whose runs were canceled, or lost to others", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  await deployTasks(workspace, [{ id: "t" }]);
  const start = async () => {
    const run = await trigger(ctx, "t");
    const { workerId, attempts } = await startRuns(ctx, [run.id]);
    return { ...run, workerId, attemptId: attempts[0]?.id ?? "" };
  };
  const [goesOn, canceled, lost] = [await start(), await start(), await start()];
  await cancelRun(ctx, canceled.friendlyId);
  await unregisterWorker(ctx, lost.workerId);
  await recoverLostWorkers(ctx);
  const ids = [canceled, goesOn, lost].map(({ attemptId }) => attemptId);
  expect(await areCurrent(ctx, [...ids, newId()])).toEqual([false, true, false, false]);
});
