import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getCurrentDeployment, getDeployment } from "#worker/services/deployments/get.ts";
import { promoteDeployment } from "#worker/services/deployments/promote.ts";

const database = useDatabase();

describe("getDeployment", () => {
  it("tells what changed against the version before, and against the current one", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "a" }, { id: "b" }]);
    const id = await deployTasks(workspace, [{ id: "a", ttl: "1h" }, { id: "c" }]);
    const second = await getDeployment(ctx, friendlyId("deployment", id));
    const [day] = second.version.split(".");
    expect(second).toMatchObject({
      isCurrent: true,
      tasks: [{ id: "a" }, { id: "c", filePath: "trigger/c.ts" }],
      previous: {
        version: `${day}.1`,
        changes: [
          { task: "a", kind: "CHANGED", settings: ["ttl"] },
          { task: "b", kind: "REMOVED" },
          { task: "c", kind: "ADDED" },
        ],
      },
    });
    expect(second.current).toBeUndefined();
    const first = await getDeployment(ctx, `${day}.1`);
    expect(first.previous).toBeUndefined();
    expect(first.current).toMatchObject({
      version: second.version,
      changes: [{ task: "a" }, { task: "b", kind: "ADDED" }, { task: "c", kind: "REMOVED" }],
    });
    await promoteDeployment(ctx, first.version);
    expect((await getCurrentDeployment(ctx)).version).toBe(first.version);
    expect((await getDeployment(ctx, "latest")).version).toBe(second.version);
  });

  it("does not find what is not there, or somebody else's", async () => {
    const mine = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const id = friendlyId("deployment", await deployTasks(mine, [{ id: "a" }]));
    for (const [ctx, reference] of [
      [mine.ctx, "20200101.1"],
      [other.ctx, id],
      [other.ctx, "current"],
    ] as const) {
      await expect(getDeployment(ctx, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
