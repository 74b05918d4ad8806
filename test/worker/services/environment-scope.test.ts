import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

describe("loadEnvironmentScope", () => {
  it("names the environment, its project and its organization", async () => {
    const { organizationId, projectRef, ctx } = await createWorkspace(database.db, {
      slug: "prod",
    });
    expect(await loadEnvironmentScope(systemContext(database.db), ctx.environment.id)).toEqual({
      id: ctx.environment.id,
      type: "PRODUCTION",
      slug: "prod",
      project: { id: expect.any(String), ref: projectRef, slug: "project", name: "Project" },
      organization: {
        id: organizationId,
        slug: expect.stringMatching(/^org-/),
        name: expect.stringMatching(/^org-/),
      },
    });
  });

  it("notices a new name within half a minute", async () => {
    const { organizationId, ctx } = await createWorkspace(database.db);
    const data = { name: "Renamed" };
    await database.db.prisma.organization.update({ where: { id: organizationId }, data });
    const load = (ms: number) => loadEnvironmentScope(later(ctx, ms), ctx.environment.id);
    expect((await load(0)).organization.name).not.toBe("Renamed");
    expect((await load(31_000)).organization.name).toBe("Renamed");
  });

  it("does not find an environment that is not there", async () => {
    await expect(loadEnvironmentScope(systemContext(database.db), newId())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
