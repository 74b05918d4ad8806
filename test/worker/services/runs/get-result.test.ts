import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, insertRun, startRun, succeeded, threw } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getRunResult } from "#worker/services/runs/get-result.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 1 } }]);
  return workspace;
}

describe("getRunResult", () => {
  it("is the output as it was written, or the error as data", async () => {
    const { ctx } = await environment();
    const [good, bad] = [await insertRun(ctx, "DEQUEUED"), await insertRun(ctx, "DEQUEUED")];
    await completeAttempt(ctx, await startRun(ctx, good), succeeded('{"json":5}'));
    await completeAttempt(ctx, await startRun(ctx, bad), threw("No"));
    expect(await getRunResult(ctx, friendlyId("run", good))).toMatchObject({
      ok: true,
      id: friendlyId("run", good),
      output: '{"json":5}',
    });
    expect(await getRunResult(ctx, friendlyId("run", bad))).toMatchObject({
      ok: false,
      error: { type: "BUILT_IN_ERROR", message: "No" },
    });
  });

  it("names the end of a run that never failed by itself", async () => {
    const { ctx } = await environment();
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    await cancelRun(ctx, runId);
    expect(await getRunResult(ctx, runId)).toMatchObject({
      ok: false,
      error: { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED" },
    });
  });

  it("is not found while the run is unfinished, or for others", async () => {
    const [{ ctx }, other] = [await environment(), await environment()];
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    for (const asking of [ctx, other.ctx]) {
      await expect(getRunResult(asking, runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
