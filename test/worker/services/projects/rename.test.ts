import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { renameProject } from "#worker/services/projects/rename.ts";

const database = useDatabase();

it("changes the name of this organization's project alone; a developer may not", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const admin = await joinAs(workspace, "ADMIN");
  const developer = await joinAs(workspace, "DEVELOPER");
  const rename = { project: "project", name: "Shop" };
  await renameProject(admin.ctx, rename);
  await expect(renameProject(developer.ctx, rename)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(renameProject(admin.ctx, { ...rename, project: "nothing" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const read = (ref: string) => database.db.prisma.project.findUniqueOrThrow({ where: { ref } });
  expect(await read(workspace.projectRef)).toMatchObject({ name: "Shop", slug: "project" });
  expect(await read(other.projectRef)).toMatchObject({ name: "Project" });
});
