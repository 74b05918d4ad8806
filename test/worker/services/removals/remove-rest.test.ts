import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { tablesWith } from "#test/support/removals.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { removeRest } from "#worker/services/removals/remove-rest.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";
import { createWaitpointInput } from "#worker/services/waitpoints/schemas.ts";

const database = useDatabase();

it("deletes everything of an environment, and its project with the last one", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  await deployTasks(workspace, [{ id: "hello" }]);
  await createBatch(ctx, { runCount: 1 });
  await createWaitpoint(ctx, { input: createWaitpointInput.parse({}) });
  await setVariable(ctx, { name: "REGION", value: "eu" });
  const environments = await database.db.prisma.environment.findMany({ select: { id: true } });
  const others = environments.filter(({ id }) => id !== ctx.environment.id);
  const isStopped = () => false;
  await removeRest(ctx, { environmentId: ctx.environment.id, isStopped: () => true });
  expect(await tablesWith(database.db, ctx.environment.id)).toContain("batch");
  await removeRest(ctx, { environmentId: ctx.environment.id, isStopped });
  expect(await tablesWith(database.db, ctx.environment.id)).toEqual([]);
  expect(await database.db.prisma.project.count()).toBe(1);
  for (const { id } of others) await removeRest(ctx, { environmentId: id, isStopped });
  expect(await database.db.prisma.project.count()).toBe(0);
});
