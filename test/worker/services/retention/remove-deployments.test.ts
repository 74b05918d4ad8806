import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { removeDeployments } from "#worker/services/retention/remove-deployments.ts";

const database = useDatabase();
const soon = () => new Date(Date.now() + 60_000);

describe("removeDeployments", () => {
  it("removes versions that another followed and that no run has used or asks for", async () => {
    const { prisma } = database.db;
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    for (const description of ["one", "two", "three", "four"]) {
      await deployTasks(workspace, [{ id: "hello", description }]);
    }
    const [first, second, third, current] = await prisma.deployment.findMany({
      where: { environmentId: ctx.environment.id },
      orderBy: { id: "asc" },
    });
    await insertRun(ctx, "COMPLETED", { deploymentId: second?.id ?? "" });
    await insertRun(ctx, "DELAYED", { pinnedVersion: third?.version ?? "" });
    expect(await removeDeployments(ctx, { followedBefore: new Date(0) })).toEqual([]);
    expect(await removeDeployments(ctx, { followedBefore: soon() })).toEqual([first?.version]);
    const left = await prisma.deployment.findMany({ orderBy: { id: "asc" } });
    expect(left.map(({ id }) => id)).toEqual([second?.id, third?.id, current?.id]);
    expect(await prisma.bundle.count()).toBe(new Set(left.map((row) => row.bundleId)).size);
  });
});
