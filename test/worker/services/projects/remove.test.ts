import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getProject } from "#worker/services/projects/get.ts";
import { removeProject } from "#worker/services/projects/remove.ts";

const database = useDatabase();

it("deletes a project and cancels what executes in it; a developer may not", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const admin = await joinAs(workspace, "ADMIN");
  const developer = await joinAs(workspace, "DEVELOPER");
  const run = await insertRun(workspace.ctx, "EXECUTING");
  const foreign = await insertRun(other.ctx, "EXECUTING");
  await expect(removeProject(developer.ctx, "project")).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(await removeProject(admin.ctx, "project")).toEqual({ canceledCount: 1 });
  await expect(removeProject(admin.ctx, "project")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await readRun(workspace.ctx, run)).toMatchObject({ status: "CANCELED" });
  expect(await readRun(workspace.ctx, foreign)).toMatchObject({ status: "EXECUTING" });
  const theirs = await joinAs(other, "VIEWER");
  expect(await getProject(theirs.ctx, "project")).toMatchObject({ ref: other.projectRef });
});
