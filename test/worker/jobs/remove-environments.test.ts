import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { tablesWith } from "#test/support/removals.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { removeEnvironments } from "#worker/jobs/remove-environments.ts";
import { removeEnvironment } from "#worker/services/environments/remove.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();

it("removes deleted environments in passes, and no other", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  const { id } = ctx.environment;
  const owner = await joinAs(workspace, "OWNER");
  await deployTasks(workspace, [{ id: "hello" }]);
  await insertRun(ctx, "EXECUTING");
  await insertRun(ctx, "QUEUED");
  const removal = { project: "project", environment: "dev" };
  expect(await removeEnvironment(owner.ctx, removal)).toEqual({ canceledCount: 1 });
  const isStopped = () => false;
  await removeEnvironments(later(ctx, 10_000), { isStopped });
  // The one that executed may still be written about.
  expect(await database.db.prisma.run.findMany()).toMatchObject([{ status: "CANCELED" }]);
  await removeEnvironments(later(ctx, 120_000), { isStopped });
  // As a clock of the worker does every second: what is counted is gone with the next pass.
  await foldTallies(ctx);
  await removeEnvironments(later(ctx, 120_000), { isStopped });
  expect(await tablesWith(database.db, id)).toEqual([]);
  const left = await database.db.prisma.environment.findMany({ orderBy: { type: "asc" } });
  expect(left.map(({ slug }) => slug)).toEqual(["staging", "prod"]);
});
