import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";
import { removeOrganization } from "#worker/services/orgs/remove.ts";

const database = useDatabase();

it("deletes an organization for its owner, with its projects and members; an admin may not", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const owner = await joinAs(workspace, "OWNER");
  const admin = await joinAs(workspace, "ADMIN");
  const stranger = await joinAs(other, "OWNER");
  const run = await insertRun(workspace.ctx, "EXECUTING");
  await expect(removeOrganization(admin.ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await removeOrganization(owner.ctx)).toEqual({ canceledCount: 1 });
  expect(await readRun(workspace.ctx, run)).toMatchObject({ status: "CANCELED" });
  expect(await getWorkspace(owner.ctx, owner.userId)).toMatchObject({ organizations: [] });
  const theirs = await getWorkspace(stranger.ctx, stranger.userId);
  expect(theirs?.organizations[0]?.projects).toHaveLength(1);
});
