import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { fill, prepareQueues, queue } from "#test/support/queues.ts";
import { insertRun } from "#test/support/runs.ts";
import { COUNT_CAP, countEnvironment, countQueues } from "#worker/services/queues/count.ts";

const database = useDatabase();

describe("counting", () => {
  it("tells what holds a slot from what waits, by queue and in all", async () => {
    const ctx = await prepareQueues(database.db);
    await queue(ctx, "a", "a/x", "b");
    for (const status of ["DEQUEUED", "EXECUTING", "WAITING", "COMPLETED"] as const) {
      await insertRun(ctx, status, { queueName: "a" });
    }
    expect([...(await countQueues(ctx, ["a", "b", "c"]))]).toEqual([
      ["a", { running: 2, queued: 2 }],
      ["b", { running: 0, queued: 1 }],
      ["c", { running: 0, queued: 0 }],
    ]);
    expect(await countEnvironment(ctx)).toEqual({ running: 2, queued: 3 });
  });

  it("stops at its cap", async () => {
    const ctx = await prepareQueues(database.db);
    await fill(ctx, "key", COUNT_CAP + 5);
    expect((await countQueues(ctx, ["q"])).get("q")?.queued).toBe(COUNT_CAP);
    expect((await countEnvironment(ctx)).queued).toBe(COUNT_CAP);
  });
});
