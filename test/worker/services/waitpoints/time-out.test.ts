import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, readRun } from "#test/support/runs.ts";
import { complete, createToken, waitForToken } from "#test/support/waitpoints.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";
import { timeOutWaitpoints } from "#worker/services/waitpoints/time-out.ts";
import { readWaitResults } from "#worker/services/waits/results.ts";
import { wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

describe("timeOutWaitpoints", () => {
  it("ends what is due, wakes who waits, and leaves what was completed", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const due = await createToken(ctx, { timeout: "1m" });
    const done = await createToken(ctx, { timeout: "1m" });
    const endless = await createToken(ctx);
    const { runId } = await waitForToken(ctx, due);
    await complete(ctx, done, 1);
    expect(await timeOutWaitpoints(ctx)).toBe(0);
    expect(await timeOutWaitpoints(later(ctx, 61_000))).toBe(1);
    expect(await timeOutWaitpoints(later(ctx, 61_000))).toBe(0);
    await wakeRuns(ctx);
    expect((await readRun(ctx, runId)).status).toBe("QUEUED");
    const { timeoutAt, status } = await getWaitpoint(ctx, due.friendlyId);
    expect(status).toBe("TIMED_OUT");
    const [found] = await readWaitResults(ctx, { runId, epoch: 0, steps: ["run:0"] });
    expect(found?.result).toEqual({
      kind: "TOKEN",
      ok: false,
      message: `Waitpoint timed out at ${timeoutAt}`,
    });
    expect((await getWaitpoint(ctx, done.friendlyId)).status).toBe("COMPLETED");
    expect((await getWaitpoint(ctx, endless.friendlyId)).status).toBe("WAITING");
  });
});
