import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readAttempts, readHistory, readRun } from "#test/support/runs.ts";
import { comeToWait, inADay } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { suspendRuns } from "#worker/services/waits/suspend.ts";

const database = useDatabase();

describe("suspendRuns", () => {
  it("frees the slot and leaves the attempt open", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const attempt = await comeToWait(ctx, inADay(ctx));
    expect(await suspendRuns(ctx, [attempt])).toEqual([true]);
    expect(await readRun(ctx, attempt.runId)).toMatchObject({
      status: "WAITING",
      holdsSlot: null,
      attemptNumber: 1,
    });
    expect(await readAttempts(ctx, attempt.runId)).toMatchObject([{ status: "EXECUTING" }]);
    expect((await readHistory(ctx, attempt.runId)).at(-1)?.[0]).toBe("WAITING");
  });

  it("does nothing for a run that was canceled, and for another attempt of the same number", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const [canceled, taken] = [
      await comeToWait(ctx, inADay(ctx)),
      await comeToWait(ctx, inADay(ctx)),
    ];
    await cancelRun(ctx, friendlyId("run", canceled.runId));
    const late = { ...taken, id: crypto.randomUUID() };
    expect(await suspendRuns(ctx, [canceled, late])).toEqual([false, false]);
    expect((await readRun(ctx, taken.runId)).status).toBe("EXECUTING");
  });
});
