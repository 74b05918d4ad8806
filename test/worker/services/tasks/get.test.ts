import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { getTask } from "#worker/services/tasks/get.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

describe("getTask", () => {
  it("shows a task that has never run, without a payload", async () => {
    const { ctx } = await deployed();
    expect(await getTask(ctx, "hello")).toStrictEqual({
      id: "hello",
      filePath: "trigger/hello.ts",
      queue: "task/hello",
      version: expect.stringMatching(/^\d{8}\.1$/),
      executingCount: 0,
      queuedCount: 0,
      lastRuns: [],
    });
  });

  it("brings the newest payload, readable, to start a test from", async () => {
    const { ctx } = await deployed();
    await trigger(ctx, "hello", {}, { old: true });
    const superjson =
      '{"json":{"at":"2026-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}';
    const newest = await trigger(
      ctx,
      "hello",
      { payloadType: "application/super+json" },
      superjson,
    );
    await trigger(ctx, "hello");
    expect(await getTask(ctx, "hello")).toMatchObject({
      queuedCount: 3,
      lastPayload: {
        json: '{\n  "at": "2026-01-01T00:00:00.000Z"\n}',
        runId: newest.friendlyId,
        createdAt: expect.stringMatching(/Z$/),
      },
    });
  });

  it("does not offer a payload that is too long to edit", async () => {
    const { ctx } = await deployed();
    await insertRun(ctx, "COMPLETED", { payload: JSON.stringify("x".repeat(500_000)) });
    expect(await getTask(ctx, "hello")).not.toHaveProperty("lastPayload");
  });

  it("does not find a task that is archived, unknown or another tenant's", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    await deployTasks(theirs, [{ id: "theirs" }]);
    await expect(getTask(theirs.ctx, "hello")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getTask(mine.ctx, "theirs")).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "Task theirs not found in this environment.",
    });
  });

  it("shows no payload of another tenant's run", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    await trigger(theirs.ctx, "hello", {}, { secret: true });
    expect(await getTask(mine.ctx, "hello")).not.toHaveProperty("lastPayload");
  });

  it("is for those who may read the task", async () => {
    const workspace = await deployed();
    const as = (scope: string) => workspace.as({ kind: "publicToken", scopes: [scope] });
    await expect(getTask(as("read:tasks:other"), "hello")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(getTask(as("read:tasks:hello"), "hello")).resolves.toBeDefined();
  });
});
