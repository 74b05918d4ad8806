import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readRun, startRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { getDeployment } from "#worker/services/deployments/get.ts";
import { promoteDeployment } from "#worker/services/deployments/promote.ts";
import { listTasks } from "#worker/services/tasks/list.ts";

const database = useDatabase();

async function versionOf(ctx: EnvironmentContext, id: string): Promise<string> {
  return (await getDeployment(ctx, friendlyId("deployment", id))).version;
}

describe("promoteDeployment", () => {
  it("goes back to an older version, with its tasks and limits, once", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const first = await deployTasks(workspace, [
      { id: "old", queue: { name: "q", concurrencyLimit: 2 } },
    ]);
    await deployTasks(workspace, [{ id: "new", queue: { name: "q", concurrencyLimit: 9 } }]);
    const version = await versionOf(ctx, first);
    expect(await promoteDeployment(ctx, version)).toEqual({
      id: first,
      version,
      isUnchanged: false,
    });
    expect((await listTasks(ctx)).map(({ id }) => id)).toEqual(["old"]);
    const queue = await ctx.db.prisma.queue.findFirst({
      where: { environmentId: ctx.environment.id, name: "q" },
    });
    expect(queue?.concurrencyLimit).toBe(2);
    expect(await promoteDeployment(ctx, version)).toMatchObject({ isUnchanged: true });
  });

  it("lets queued runs take it, leaves those that started, and queues those that waited for its tasks", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const first = await deployTasks(workspace, [{ id: "a" }, { id: "gone" }]);
    const second = await deployTasks(workspace, [{ id: "a" }]);
    const started = await startRun(ctx, (await trigger(ctx, "a")).id);
    const queued = await trigger(ctx, "a");
    const parked = await trigger(ctx, "gone");
    await promoteDeployment(ctx, await versionOf(ctx, first));
    expect((await readRun(ctx, parked.id)).status).toBe("QUEUED");
    expect((await startRun(ctx, queued.id)).deployment.id).toBe(first);
    expect((await readRun(ctx, started.runId)).deploymentId).toBe(second);
  });

  it("keeps one current when several are promoted at once", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const ids = [
      await deployTasks(workspace, [{ id: "a" }]),
      await deployTasks(workspace, [{ id: "b" }]),
    ];
    await deployTasks(workspace, [{ id: "c" }]);
    await Promise.all(ids.map((id) => promoteDeployment(ctx, friendlyId("deployment", id))));
    expect(
      await ctx.db.prisma.deployment.count({
        where: { environmentId: ctx.environment.id, isCurrent: true },
      }),
    ).toBe(1);
  });

  it("is for those who may deploy, and finds nobody else's", async () => {
    const mine = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const id = friendlyId("deployment", await deployTasks(mine, [{ id: "a" }]));
    await expect(promoteDeployment(other.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = mine.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:deployments"] });
    await expect(promoteDeployment(reader, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
