import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createProject } from "#worker/services/projects/create.ts";
import { getProject } from "#worker/services/projects/get.ts";

const database = useDatabase();

it("finds a project of the organization, and none of another one", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  const { ctx } = await joinAs(mine, "VIEWER");
  expect(await getProject(ctx, "project")).toMatchObject({ ref: mine.projectRef });
  const { slug } = await createProject((await joinAs(theirs, "OWNER")).ctx, "Theirs");
  await expect(getProject(ctx, slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
