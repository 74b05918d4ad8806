import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { updateEnvironment } from "#worker/services/environments/update.ts";

const database = useDatabase();

it("changes name and colour of this environment alone; a developer may not", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const admin = await joinAs(workspace, "ADMIN");
  const developer = await joinAs(workspace, "DEVELOPER");
  const change = { project: "project", environment: "prod" };
  await updateEnvironment(admin.ctx, { ...change, name: "Live", tone: "DANGER" });
  await updateEnvironment(admin.ctx, change);
  const refused = updateEnvironment(developer.ctx, { ...change, name: "Mine" });
  await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  const unknown = updateEnvironment(admin.ctx, { ...change, environment: "qa", name: "QA" });
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  const read = (organizationId: string) =>
    database.db.prisma.environment.findMany({
      where: { project: { organizationId }, slug: "prod" },
      select: { name: true, tone: true },
    });
  expect(await read(workspace.organizationId)).toEqual([{ name: "Live", tone: "DANGER" }]);
  expect(await read(other.organizationId)).toEqual([{ name: "Production", tone: null }]);
});
