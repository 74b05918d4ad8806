import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createEnvironment } from "#worker/services/environments/create.ts";
import { listEnvironments } from "#worker/services/environments/list.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";

const database = useDatabase();

it("shows a viewer every environment with its limit, its pause, and what runs and waits there", async () => {
  const workspace = await createWorkspace(database.db);
  const owner = await joinAs(workspace, "OWNER");
  const viewer = await joinAs(workspace, "VIEWER");
  await createEnvironment(owner.ctx, { project: "project", name: "QA", type: "STAGING" });
  await pauseEnvironment(workspace.ctx);
  await insertRun(workspace.ctx, "EXECUTING");
  await insertRun(workspace.ctx, "QUEUED");
  await insertRun(workspace.ctx, "COMPLETED");
  const views = await listEnvironments(viewer.ctx, "project");
  expect(views.map(({ slug, tone }) => [slug, tone])).toEqual([
    ["dev", "NEUTRAL"],
    ["staging", "WARNING"],
    ["qa", "WARNING"],
    ["prod", "ACCENT"],
  ]);
  const [dev, staging] = views;
  expect(dev).toMatchObject({ running: 1, queued: 1, concurrencyLimit: 100 });
  expect(dev).toMatchObject({ pausedAt: expect.any(String), pausedBy: expect.any(String) });
  expect(staging).toMatchObject({ running: 0, queued: 0 });
  expect(staging?.pausedAt).toBeUndefined();
  await expect(listEnvironments(viewer.ctx, "other")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
