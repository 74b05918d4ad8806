import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { readTaskStats } from "#worker/services/tasks/read-stats.ts";

const database = useDatabase();

it("tells how the runs of the last day went, of those that have ended", async () => {
  const { ctx } = await createWorkspace(database.db);
  const startedAt = new Date();
  for (const durationMs of [10, 20, 30, 40]) {
    await insertRun(ctx, "COMPLETED", { durationMs, startedAt });
  }
  await insertRun(ctx, "FAILED", { durationMs: 500, startedAt });
  await insertRun(ctx, "CANCELED");
  await insertRun(ctx, "EXECUTING");
  const old = new Date(Date.now() - 2 * 86_400_000);
  await insertRun(ctx, "FAILED", { createdAt: old, durationMs: 9_999, startedAt: old });
  const stats = await readTaskStats(ctx, ["hello", "none"]);
  expect(Object.fromEntries(stats)).toEqual({
    hello: { sampledCount: 6, failedCount: 1, p50Ms: 30, p95Ms: 500 },
  });
});
