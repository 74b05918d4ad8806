import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  later,
  readRun,
  startRun,
  succeeded,
} from "#test/support/runs.ts";
import { comeToWait, enter, inADay, waitIn } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { transitionRun } from "#worker/services/runs/transition.ts";
import { suspendRuns } from "#worker/services/waits/suspend.ts";
import { findDueWaits, wakeRun, wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace.ctx;
}

function forRun(id: string) {
  return { kind: "RUN" as const, runId: friendlyId("run", id) };
}

describe("waking", () => {
  it("follows the end of a child, once for two that end together", async () => {
    const ctx = await environment();
    const children = [await insertRun(ctx, "DEQUEUED"), await insertRun(ctx, "DELAYED")];
    const parent = await comeToWait(ctx, forRun(children[0] ?? ""));
    await enter(ctx, parent, forRun(children[1] ?? ""), "run:1");
    await suspendRuns(ctx, [parent]);
    expect(await wakeRuns(ctx)).toBe(0);
    await completeAttempt(ctx, await startRun(ctx, children[0] ?? ""), succeeded());
    await cancelRun(ctx, friendlyId("run", children[1] ?? ""));
    expect(await wakeRuns(ctx)).toBe(2);
    expect(await wakeRuns(ctx)).toBe(0);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
    const waits = await database.db.prisma.runWait.findMany({ where: { runId: parent.runId } });
    expect(waits.every((wait) => wait.resolvedAt)).toBe(true);
  });

  it("waits for the last run of a batch", async () => {
    const ctx = await environment();
    const batchId = crypto.randomUUID();
    await database.db.prisma.batch.create({
      data: { id: batchId, environmentId: ctx.environment.id, runCount: 2, sealedAt: new Date() },
    });
    const items = [0, 1].map((batchIndex) => insertRun(ctx, "QUEUED", { batchId, batchIndex }));
    const [first = "", second = ""] = await Promise.all(items);
    const target = { kind: "BATCH" as const, batchId: friendlyId("batch", batchId) };
    const parent = await waitIn(ctx, target);
    await cancelRun(ctx, friendlyId("run", first));
    await wakeRuns(ctx);
    expect((await readRun(ctx, parent.runId)).status).toBe("WAITING");
    await cancelRun(ctx, friendlyId("run", second));
    await wakeRuns(ctx);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
  });

  it("misses no end that is being written while an earlier one is looked at", async () => {
    const ctx = await environment();
    const children = [await insertRun(ctx, "QUEUED"), await insertRun(ctx, "QUEUED")];
    const [first = "", second = ""] = children;
    const batchId = crypto.randomUUID();
    await database.db.prisma.batch.create({
      data: { id: batchId, environmentId: ctx.environment.id, runCount: 2, sealedAt: new Date() },
    });
    await database.db.prisma.run.updateMany({ where: { id: { in: children } }, data: { batchId } });
    const target = { kind: "BATCH" as const, batchId: friendlyId("batch", batchId) };
    const parent = await waitIn(ctx, target);
    const end = (runId: string) => ({ runId, to: "CANCELED" as const, at: ctx.clock() });
    await transitionRun(database.db.pool, end(first));
    const client = await database.db.pool.connect();
    try {
      await client.query("BEGIN");
      await transitionRun(client, end(second));
      // The entry that stood there when the second one ended is worked off before that end can be seen.
      await wakeRuns(ctx);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    expect((await readRun(ctx, parent.runId)).status).toBe("WAITING");
    expect(await wakeRuns(ctx)).toBe(1);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
  });

  it("comes when a duration is over, not before", async () => {
    const ctx = await environment();
    const { runId } = await waitIn(ctx, inADay(ctx));
    expect(await findDueWaits(ctx)).toBe(0);
    expect(await findDueWaits(later(ctx, 90_000_000))).toBe(1);
    await wakeRuns(later(ctx, 90_000_000));
    expect((await readRun(ctx, runId)).status).toBe("QUEUED");
  });

  it("comes at once for what ended before the run was suspended", async () => {
    const ctx = await environment();
    const child = await insertRun(ctx, "DEQUEUED");
    const parent = await comeToWait(ctx, forRun(child));
    await completeAttempt(ctx, await startRun(ctx, child), succeeded());
    // Looked at while it still executes: marked, and nothing is moved.
    expect(await wakeRuns(ctx)).toBe(1);
    expect((await readRun(ctx, parent.runId)).status).toBe("EXECUTING");
    await suspendRuns(ctx, [parent]);
    expect(await wakeRun(ctx, { runId: parent.runId, steps: ["run:1"] })).toBe(false);
    expect(await wakeRun(ctx, { runId: parent.runId, steps: ["run:0"] })).toBe(true);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
  });

  it("finds what ended in the moment its wait was written", async () => {
    const ctx = await environment();
    const child = await insertRun(ctx, "COMPLETED");
    const parent = await waitIn(ctx, forRun(child));
    expect(await wakeRuns(ctx)).toBe(0);
    expect(await findDueWaits(ctx)).toBe(1);
    expect(await wakeRuns(ctx)).toBe(1);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
  });

  it("leaves a canceled parent alone", async () => {
    const ctx = await environment();
    const child = await insertRun(ctx, "DEQUEUED");
    const parent = await waitIn(ctx, forRun(child));
    await cancelRun(ctx, friendlyId("run", parent.runId));
    await completeAttempt(ctx, await startRun(ctx, child), succeeded());
    await wakeRuns(ctx);
    expect((await readRun(ctx, parent.runId)).status).toBe("CANCELED");
  });
});
