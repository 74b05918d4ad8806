import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { removeEnvironment } from "#worker/services/environments/remove.ts";

const database = useDatabase();

it("deletes environments down to the last one, which stays; a developer deletes none", async () => {
  const workspace = await createWorkspace(database.db);
  const admin = await joinAs(workspace, "ADMIN");
  const developer = await joinAs(workspace, "DEVELOPER");
  const remove = (environment: string, { ctx } = admin) =>
    removeEnvironment(ctx, { project: "project", environment });
  await expect(remove("dev", developer)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await remove("dev")).toEqual({ canceledCount: 0 });
  await expect(remove("dev")).rejects.toMatchObject({ code: "NOT_FOUND" });
  // Of the last two, deleted at once, one stays.
  const outcomes = await Promise.allSettled([remove("staging"), remove("prod")]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const refused = outcomes.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { code: "CONFLICT" } });
  const left = await database.db.prisma.environment.count({
    where: { project: { organizationId: workspace.organizationId } },
  });
  expect(left).toBe(1);
});
