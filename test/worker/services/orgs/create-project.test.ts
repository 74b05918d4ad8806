import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { createProject } from "#worker/services/orgs/create-project.ts";

const database = useDatabase();

describe("createProject", () => {
  it("makes three environments, each with a key of its own that fits its type", async () => {
    const { ctx, organizationId } = await createWorkspace(database.db);
    const project = { organizationId, name: "Shop", slug: "shop", ref: `proj_${newId()}` };
    const id = await database.db.prisma.$transaction((tx) => createProject(tx, ctx, project));
    const environments = await database.db.prisma.environment.findMany({
      where: { projectId: id },
      include: { apiKeys: true },
      orderBy: { type: "asc" },
    });
    const keys = environments.map((one) =>
      one.apiKeys.map((key) => ctx.keyring.open(key.keyEncrypted).slice(0, -24)),
    );
    expect(environments.map((one) => [one.type, one.slug])).toEqual([
      ["DEVELOPMENT", "dev"],
      ["STAGING", "staging"],
      ["PRODUCTION", "prod"],
    ]);
    expect(keys).toEqual([["tr_dev_"], ["tr_stg_"], ["tr_prod_"]]);
  });

  it("refuses a reference that another project has", async () => {
    const { ctx, organizationId, projectRef } = await createWorkspace(database.db);
    const project = { organizationId, name: "Shop", slug: "shop", ref: projectRef };
    await expect(
      database.db.prisma.$transaction((tx) => createProject(tx, ctx, project)),
    ).rejects.toThrow(/Unique constraint/);
  });
});
