import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { findQueue } from "#worker/services/queues/find.ts";

const database = useDatabase();

describe("findQueue", () => {
  it("knows a queue by its id, its task and its name", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }, { id: "other", queue: { name: "a/b" } }]);
    const { ctx } = workspace;
    const own = await findQueue(ctx, "read", { type: "task", value: "hello" });
    expect(own.name).toBe("task/hello");
    const shared = await findQueue(ctx, "read", { type: "custom", value: "a/b" });
    expect(shared.name).toBe("a/b");
    const id = friendlyId("queue", own.id);
    expect(await findQueue(ctx, "read", { type: "id", value: id })).toEqual(own);
  });

  it.each([
    { type: "id", value: "hello" },
    { type: "id", value: "queue_zz" },
    { type: "task", value: "task/hello" },
    { type: "custom", value: "" },
  ] as const)("does not know %o", async (reference) => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const found = findQueue(workspace.ctx, "read", reference);
    await expect(found).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
