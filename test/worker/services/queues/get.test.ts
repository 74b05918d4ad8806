import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { expectGuarded } from "#test/support/queues.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { getQueue } from "#worker/services/queues/get.ts";

const database = useDatabase();

describe("getQueue", () => {
  it("tells limits, state and counts", async () => {
    const workspace = await createWorkspace(database.db);
    const rateLimit = { limit: 9, period: "1m", scope: "key" } as const;
    await deployTasks(workspace, [
      { id: "hello", queue: { concurrencyLimit: 2, totalConcurrencyLimit: 5, rateLimit } },
    ]);
    await insertRun(workspace.ctx, "QUEUED");
    await insertRun(workspace.ctx, "QUEUED", { concurrencyKey: "x" });
    await insertRun(workspace.ctx, "EXECUTING");
    await insertRun(workspace.ctx, "COMPLETED");
    expect(await getQueue(workspace.ctx, { type: "task", value: "hello" })).toMatchObject({
      name: "hello",
      type: "task",
      running: 1,
      queued: 2,
      paused: false,
      concurrencyLimit: 2,
      concurrency: { current: 2, base: 2, override: null, overriddenAt: null, overriddenBy: null },
      totalConcurrencyLimit: 5,
      rateLimit: { limit: 9, periodMs: 60_000, scope: "key" },
    });
  });

  it("says null where the code sets no limit", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const got = await getQueue(workspace.ctx, { type: "task", value: "hello" });
    expect(got.concurrencyLimit).toBeNull();
    expect(got).not.toHaveProperty("rateLimit");
  });

  it("is for those who may read this environment's queues", async () => {
    await expectGuarded(await createWorkspace(database.db), getQueue, "read");
  });
});
