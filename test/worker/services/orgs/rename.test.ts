import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { renameOrganization } from "#worker/services/orgs/rename.ts";

const database = useDatabase();

it("changes the name and keeps the address; a developer may not", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const admin = await joinAs(workspace, "ADMIN");
  const developer = await joinAs(workspace, "DEVELOPER");
  await renameOrganization(admin.ctx, "Acme");
  await expect(renameOrganization(developer.ctx, "Ours")).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const rows = await database.db.prisma.organization.findMany({ orderBy: { createdAt: "asc" } });
  expect(rows.map(({ slug, name }) => ({ slug, name }))).toEqual([
    { slug: workspace.ctx.environment.organization.slug, name: "Acme" },
    {
      slug: other.ctx.environment.organization.slug,
      name: other.ctx.environment.organization.name,
    },
  ]);
});
