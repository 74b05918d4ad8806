import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { lockProject } from "#worker/services/environments/lock-project.ts";

const database = useDatabase();

it("finds a project of the organization with its environments, and none of another one", async () => {
  const { ctx } = await joinAs(await createWorkspace(database.db), "OWNER");
  const lock = (slug: string) =>
    database.db.prisma.$transaction((tx) => lockProject(tx, ctx, slug));
  const { environments } = await lock("project");
  expect(environments.map(({ slug }) => slug).sort()).toEqual(["dev", "prod", "staging"]);
  await expect(lock("other")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
