import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listRecentPayloads } from "#worker/services/tasks/list-recent-payloads.ts";

const database = useDatabase();

describe("listRecentPayloads", () => {
  it("tells what the newest runs were given, without those that had nothing or too much", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    for (let i = 0; i < 11; i++) await trigger(ctx, "hello", {}, { i });
    await trigger(ctx, "hello");
    await insertRun(ctx, "COMPLETED", { payload: JSON.stringify("x".repeat(50_000)) });
    const newest = await trigger(
      ctx,
      "hello",
      { tags: ["vip"], concurrencyKey: "k", metadata: { a: 1 } },
      { i: 11 },
    );
    const payloads = await listRecentPayloads(ctx, "hello");
    expect(payloads.map(({ payload }) => payload)).toEqual(
      Array.from({ length: 10 }, (_, index) => ({ i: 11 - index })),
    );
    expect(payloads[0]).toEqual({
      runId: newest.friendlyId,
      status: "QUEUED",
      createdAt: expect.stringMatching(/Z$/),
      payload: { i: 11 },
      tags: ["vip"],
      queue: "task/hello",
      concurrencyKey: "k",
      metadata: { a: 1 },
    });
  });

  it("shows nothing of another tenant, and is for those who may read runs or the task", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await deployTasks(mine, [{ id: "hello" }]);
    await trigger(mine.ctx, "hello", {}, { secret: true });
    expect(await listRecentPayloads(theirs.ctx, "hello")).toEqual([]);
    const queues = mine.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:queues"] });
    await expect(listRecentPayloads(queues, "hello")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const task = mine.as({ kind: "publicToken", scopes: ["read:tasks:hello"] });
    expect(await listRecentPayloads(task, "hello")).toHaveLength(1);
  });
});
