import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { refuseFinishedParent } from "#worker/services/runs/refuse-finished-parent.ts";

const database = useDatabase();
const waits = { resumeParentOnCompletion: true };

it("refuses what a run that is over would wait for, and nothing else", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  const { ctx } = workspace;
  const over = { parentRunId: friendlyId("run", await insertRun(ctx, "CANCELED")) };
  const open = { parentRunId: friendlyId("run", await insertRun(ctx, "EXECUTING")) };
  const refusal = { code: "UNPROCESSABLE", message: expect.stringContaining("is CANCELED") };
  await expect(trigger(ctx, "hello", { ...over, ...waits })).rejects.toMatchObject(refusal);
  await expect(createBatch(ctx, { runCount: 1, ...over, ...waits })).rejects.toMatchObject(refusal);
  await trigger(ctx, "hello", over);
  await trigger(ctx, "hello", { ...open, ...waits });
  await createBatch(ctx, { runCount: 1, ...open, ...waits });
  const other = await createWorkspace(database.db);
  await expect(refuseFinishedParent(other.ctx, { ...open, ...waits })).rejects.toMatchObject({
    code: "UNPROCESSABLE",
    message: expect.stringContaining("There is no run"),
  });
});
