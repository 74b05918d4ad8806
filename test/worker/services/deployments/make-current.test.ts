import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { loadDeployment } from "#worker/services/deployments/load.ts";
import { makeCurrent } from "#worker/services/deployments/make-current.ts";

const database = useDatabase();

it("makes one current, with its tasks, and nothing when its transaction is given up", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  const deploymentId = await deployTasks(workspace, [{ id: "a" }]);
  const second = await deployTasks(workspace, [{ id: "b" }]);
  const { manifest } = await loadDeployment(ctx, deploymentId);
  const state = async () => {
    const where = { environmentId: ctx.environment.id };
    const current = await ctx.db.prisma.deployment.findMany({
      where: { ...where, isCurrent: true },
    });
    const tasks = await ctx.db.prisma.task.findMany({ where: { ...where, archivedAt: null } });
    return [current.map(({ id }) => id), tasks.map(({ slug }) => slug)];
  };
  const givenUp = ctx.db.prisma.$transaction(async (tx) => {
    await makeCurrent(tx, ctx, { deploymentId, manifest });
    throw new Error("given up");
  });
  await expect(givenUp).rejects.toThrow("given up");
  expect(await state()).toEqual([[second], ["b"]]);
  await ctx.db.prisma.$transaction((tx) => makeCurrent(tx, ctx, { deploymentId, manifest }));
  expect(await state()).toEqual([[deploymentId], ["a"]]);
});
