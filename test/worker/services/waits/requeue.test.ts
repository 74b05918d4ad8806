import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { inADay, waitIn } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { requeueWaiting } from "#worker/services/waits/requeue.ts";

const database = useDatabase();

describe("requeueWaiting", () => {
  it("puts a waiting run into the queue, and no other", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { runId } = await waitIn(ctx, inADay(ctx));
    const delayed = await insertRun(ctx, "COMPLETED");
    for (const id of [runId, delayed]) await requeueWaiting(ctx, id);
    expect((await readRun(ctx, runId)).status).toBe("QUEUED");
    expect((await readRun(ctx, delayed)).status).toBe("COMPLETED");
  });
});
