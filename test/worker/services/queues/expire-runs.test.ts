import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  later,
  readHistory,
  readRun,
  startRun,
  threw,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { expireRuns } from "#worker/services/queues/expire-runs.ts";

const database = useDatabase();
const past = new Date(Date.now() - 1000);

describe("expireRuns", () => {
  it("ends a run whose time to live has passed, and says which it was", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello", { ttl: "5m" });
    expect(await expireRuns(later(ctx, 299_000))).toBe(0);
    expect(await expireRuns(later(ctx, 301_000))).toBe(1);
    const message = "The run did not start within its time to live (5m).";
    expect(await readRun(ctx, id)).toMatchObject({
      status: "EXPIRED",
      finishedAt: expect.any(Date),
      error: { type: "INTERNAL_ERROR", code: "TASK_RUN_EXPIRED", message },
    });
    expect(await readHistory(ctx, id)).toEqual([["EXPIRED", message]]);
  });

  it.each(["QUEUED", "PENDING_VERSION"] as const)("ends a run that is %s", async (status) => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, status, { expiresAt: past });
    expect(await expireRuns(ctx)).toBe(1);
    expect((await readRun(ctx, id)).status).toBe("EXPIRED");
  });

  it.each(["DELAYED", "DEQUEUED", "EXECUTING", "WAITING", "COMPLETED"] as const)(
    "leaves a run alone that is %s",
    async (status) => {
      const { ctx } = await createWorkspace(database.db);
      const id = await insertRun(ctx, status, { expiresAt: past });
      expect(await expireRuns(ctx)).toBe(0);
      expect((await readRun(ctx, id)).status).toBe(status);
    },
  );

  it("leaves a run alone that has started once and waits for its retry", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello", { ttl: "5m" });
    await completeAttempt(ctx, await startRun(ctx, id), threw("Later", { delayMs: 600_000 }));
    expect(await expireRuns(later(ctx, 301_000))).toBe(0);
    expect((await readRun(ctx, id)).status).toBe("QUEUED");
  });

  it("leaves runs alone that live for ever", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    expect(await expireRuns(later(ctx, 86_400_000))).toBe(0);
  });

  it("ends each run once, however many sweep together", async () => {
    const { ctx } = await createWorkspace(database.db);
    const ids = await Promise.all(
      Array.from({ length: 10 }, () => insertRun(ctx, "QUEUED", { expiresAt: past })),
    );
    const counts = await Promise.all(Array.from({ length: 4 }, () => expireRuns(ctx)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    for (const id of ids) expect(await readHistory(ctx, id)).toHaveLength(1);
  });
});
