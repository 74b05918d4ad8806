import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { bootstrapInstallation, EXAMPLE_PROJECT_REF } from "#worker/services/orgs/bootstrap.ts";
import { findExample } from "#worker/startup/deploy-example.ts";

const database = useDatabase();

describe("findExample", () => {
  it("knows the example's key, and whether it is deployed", async () => {
    const ctx = systemContext(database.db);
    expect(await findExample(ctx)).toBeUndefined();
    await bootstrapInstallation(ctx);
    const secretKey = expect.stringMatching(/^tr_dev_[A-Za-z0-9]{24}$/);
    expect(await findExample(ctx)).toEqual({ secretKey, isDeployed: false });
    const environment = await database.db.prisma.environment.findFirstOrThrow({
      where: { slug: "dev", project: { ref: EXAMPLE_PROJECT_REF } },
    });
    const bundleId = crypto.randomUUID();
    await database.db.prisma.bundle.create({
      data: {
        id: bundleId,
        environmentId: environment.id,
        contentHash: new Uint8Array(32),
        archive: new Uint8Array(1),
      },
    });
    await database.db.prisma.deployment.create({
      data: {
        id: crypto.randomUUID(),
        environmentId: environment.id,
        bundleId,
        version: "20260101.1",
        manifest: {},
      },
    });
    expect(await findExample(ctx)).toEqual({ secretKey, isDeployed: true });
  });

  it("respects that a person has removed the project", async () => {
    await database.db.prisma.project.deleteMany();
    expect(await findExample(systemContext(database.db))).toBeUndefined();
  });
});
