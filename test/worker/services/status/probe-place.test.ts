import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { PROBE_PROJECT_REF } from "#worker/services/status/probe-bundle.ts";
import { ensureProbePlace, findProbePlace } from "#worker/services/status/probe-place.ts";

const database = useDatabase();

describe("the place of probes", () => {
  it("is made once, whoever asks, and has this version's probe", async () => {
    const ctx = systemContext(database.db);
    expect(await findProbePlace(ctx)).toBeNull();
    const [first, second] = await Promise.all([ensureProbePlace(ctx), ensureProbePlace(ctx)]);
    expect(first.environment.id).toBe(second.environment.id);
    const deployments = await database.db.prisma.deployment.findMany({
      where: { environmentId: first.environment.id },
    });
    expect(deployments).toMatchObject([{ isCurrent: true }]);
    expect((await findProbePlace(ctx))?.environment.id).toBe(first.environment.id);
  });

  it("has no member: nobody can come upon it", async () => {
    const { prisma } = database.db;
    const project = await prisma.project.findUniqueOrThrow({ where: { ref: PROBE_PROJECT_REF } });
    const { organizationId } = project;
    expect(await prisma.member.count({ where: { organizationId } })).toBe(0);
  });
});
