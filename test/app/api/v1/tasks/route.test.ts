import { describe, expect, it } from "vitest";
import { GET as getTask } from "#app/api/v1/tasks/[taskId]/route.ts";
import { GET as listTasks } from "#app/api/v1/tasks/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

describe("GET /api/v1/tasks", () => {
  it("lists the tasks, and shows one with its newest payload", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "a/b" }]);
    const { ctx, secretKey: key } = workspace;
    await trigger(ctx, "a/b", {}, { n: 1 });
    const list = await call(listTasks, { key, method: "GET" });
    expect(list.json).toMatchObject({ data: [{ id: "a/b", queuedCount: 1 }] });
    const one = await call(getTask, { key, method: "GET", params: { taskId: "a%2Fb" } });
    expect(one.json).toMatchObject({ id: "a/b", lastPayload: { json: '{\n  "n": 1\n}' } });
  });

  it("does not find a task that is not there", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const answer = await call(getTask, { key, method: "GET", params: { taskId: "none" } });
    expectRefusal(answer, 404, "NOT_FOUND", /Task none not found/);
  });
});
