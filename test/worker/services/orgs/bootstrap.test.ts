import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { bootstrapInstallation, EXAMPLE_PROJECT_REF } from "#worker/services/orgs/bootstrap.ts";

const database = useDatabase();

describe("bootstrapInstallation", () => {
  it("makes one organization with the example's project, however many start together", async () => {
    const ctx = systemContext(database.db);
    await Promise.all(Array.from({ length: 4 }, () => bootstrapInstallation(ctx)));
    await bootstrapInstallation(ctx);
    const organizations = await database.db.prisma.organization.findMany({
      include: { projects: { include: { environments: { include: { apiKeys: true } } } } },
    });
    expect(organizations).toMatchObject([
      { slug: "my-team", projects: [{ slug: "hello-world", ref: EXAMPLE_PROJECT_REF }] },
    ]);
    const environments = organizations[0]?.projects[0]?.environments ?? [];
    // In no particular order.
    expect(environments.map((one) => `${one.slug} ${one.apiKeys.length}`).sort()).toEqual([
      "dev 1",
      "prod 1",
      "staging 1",
    ]);
  });

  it("leaves an installation alone that has an organization without that project", async () => {
    const ctx = systemContext(database.db);
    await database.db.prisma.project.deleteMany();
    await bootstrapInstallation(ctx);
    expect(await database.db.prisma.project.count()).toBe(0);
  });
});
