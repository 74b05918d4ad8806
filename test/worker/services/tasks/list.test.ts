import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { listTasks } from "#worker/services/tasks/list.ts";

const database = useDatabase();

describe("listTasks", () => {
  it("shows the tasks of the current deployment by id, with what they say of themselves", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [
      {
        id: "b",
        exportName: "b",
        description: "Second",
        queue: { name: "shared" },
        payloadSchema: { type: "object" },
      },
      { id: "a" },
      { id: "old" },
    ]);
    await deployTasks(workspace, [
      {
        id: "b",
        exportName: "b",
        description: "Second",
        queue: { name: "shared" },
        payloadSchema: { type: "object" },
      },
      { id: "a" },
    ]);
    const idle = { executingCount: 0, queuedCount: 0, lastRuns: [] };
    const version = expect.stringMatching(/^\d{8}\.2$/);
    expect(await listTasks(workspace.ctx)).toStrictEqual([
      { id: "a", filePath: "trigger/a.ts", queue: "task/a", version, ...idle },
      {
        id: "b",
        filePath: "trigger/b.ts",
        exportName: "b",
        description: "Second",
        queue: "shared",
        version,
        ...idle,
        payloadSchema: { type: "object" },
      },
    ]);
  });

  it("counts what each task is doing now", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }, { id: "idle" }]);
    const { ctx } = workspace;
    for (const status of [
      "QUEUED",
      "QUEUED",
      "DEQUEUED",
      "EXECUTING",
      "WAITING",
      "COMPLETED",
      "DELAYED",
    ] as const) {
      await insertRun(ctx, status);
    }
    expect(await listTasks(ctx)).toMatchObject([
      { id: "hello", executingCount: 2, queuedCount: 2 },
      { id: "idle", executingCount: 0, queuedCount: 0 },
    ]);
  });

  it("shows the ten newest runs of each task, the newest first", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const ids: string[] = [];
    for (let i = 0; i < 11; i++) {
      ids.unshift(
        friendlyId("run", await insertRun(workspace.ctx, "COMPLETED", { durationMs: i })),
      );
    }
    const [task] = await listTasks(workspace.ctx);
    expect(task?.lastRuns.map((run) => run.id)).toEqual(ids.slice(0, 10));
    expect(task?.lastRuns[0]).toEqual({
      id: ids[0],
      status: "COMPLETED",
      createdAt: expect.stringMatching(/Z$/),
      durationMs: 10,
    });
  });

  it("shows nothing of another environment", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await deployTasks(theirs, [{ id: "theirs" }]);
    await deployTasks(mine, [{ id: "hello" }]);
    await insertRun(theirs.ctx, "EXECUTING");
    expect(await listTasks(mine.ctx)).toMatchObject([
      { id: "hello", executingCount: 0, lastRuns: [] },
    ]);
  });

  it("is for those who may read tasks", async () => {
    const workspace = await createWorkspace(database.db);
    const runsOnly = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:runs"] });
    await expect(listTasks(runsOnly)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listTasks(await workspace.asMember("VIEWER"))).resolves.toEqual([]);
  });
});
