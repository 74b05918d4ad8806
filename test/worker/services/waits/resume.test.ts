import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit } from "#test/support/queues.ts";
import { insertRun, later, readAttempts, readRun } from "#test/support/runs.ts";
import { inADay, waitIn } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import { findAdmitted, resumeRuns } from "#worker/services/waits/resume.ts";
import { findDueWaits, wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace.ctx;
}

describe("resumeRuns", () => {
  it("lets an admitted run execute again as the attempt it was, at its old place in the queue", async () => {
    const ctx = await environment();
    const attempt = await waitIn(ctx, inADay(ctx));
    const { queueOrder } = await readRun(ctx, attempt.runId);
    const younger = await insertRun(ctx, "QUEUED");
    const tomorrow = later(ctx, 90_000_000);
    await findDueWaits(tomorrow);
    await wakeRuns(tomorrow);
    expect(await readRun(ctx, attempt.runId)).toMatchObject({ status: "QUEUED", queueOrder });
    expect(await resumeRuns(ctx, [attempt])).toEqual([false]);
    expect(await admit(ctx)).toBe(2);
    expect(await findAdmitted(ctx, [attempt.runId])).toEqual([attempt.runId]);
    expect(await findAdmitted(ctx, [])).toEqual([]);
    expect(await resumeRuns(ctx, [attempt])).toEqual([true]);
    expect(await readRun(ctx, attempt.runId)).toMatchObject({
      status: "EXECUTING",
      attemptNumber: 1,
    });
    expect(await readAttempts(ctx, attempt.runId)).toMatchObject([{ id: attempt.id }]);
    expect((await readRun(ctx, younger)).status).toBe("DEQUEUED");
  });

  it("is told to the worker that has the process, when its job comes to another one", async () => {
    const ctx = await environment();
    const attempt = await waitIn(ctx, inADay(ctx));
    const tomorrow = later(ctx, 90_000_000);
    await findDueWaits(tomorrow);
    await wakeRuns(tomorrow);
    await admit(ctx);
    const told: string[] = [];
    const signals = { ...ctx.signals, resumeRequested: (id: string) => told.push(id) };
    const elsewhere = { ...ctx, signals };
    for (const _ of ["unknown task", "known task"]) {
      const started = await startAttempts(elsewhere, crypto.randomUUID(), [attempt.runId]);
      expect(started).toEqual([null]);
    }
    expect(told).toEqual([attempt.runId, attempt.runId]);
    expect((await readRun(ctx, attempt.runId)).status).toBe("DEQUEUED");
  });
});
