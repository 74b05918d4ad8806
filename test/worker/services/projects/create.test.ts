import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createProject, newProjectRef } from "#worker/services/projects/create.ts";

const database = useDatabase();

it("makes projects of one name at once, each with its own address and reference", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = await joinAs(workspace, "ADMIN");
  const made = await Promise.all([createProject(ctx, "Project"), createProject(ctx, "Project")]);
  // One of this name was there.
  expect(made.map(({ slug }) => slug).sort()).toEqual(["project-2", "project-3"]);
  expect(new Set(made.map(({ ref }) => ref)).size).toBe(2);
  const rows = await database.db.prisma.project.findMany({
    where: { ref: { in: made.map(({ ref }) => ref) } },
    include: { environments: { include: { apiKeys: true } } },
  });
  expect(rows.map(({ organizationId }) => organizationId)).toEqual([
    workspace.organizationId,
    workspace.organizationId,
  ]);
  expect(rows.map(({ environments }) => environments.map((env) => env.apiKeys.length))).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  const developer = await joinAs(workspace, "DEVELOPER");
  await expect(createProject(developer.ctx, "Mine")).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(newProjectRef()).toMatch(/^proj_[0-9a-f]{20}$/);
});
