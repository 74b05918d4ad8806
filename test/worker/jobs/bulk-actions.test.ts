import { expect, it } from "vitest";
import { createBulk, readBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { workBulkActions } from "#worker/jobs/bulk-actions.ts";

const database = useDatabase();

it("works until nothing is left to do, and begins no slice once it is stopped", async () => {
  const { ctx } = await createWorkspace(database.db);
  await insertRun(ctx, "QUEUED");
  const ids: string[] = [];
  for (const status of ["QUEUED", "DELAYED"]) {
    ids.push(await createBulk(ctx, { action: "cancel", filter: { status } }));
  }
  const statuses = () => Promise.all(ids.map(async (id) => (await readBulk(ctx, id)).status));
  await workBulkActions(ctx, { isStopped: () => true });
  expect(await statuses()).toEqual(["PENDING", "PENDING"]);
  await workBulkActions(ctx, { isStopped: () => false });
  expect(await statuses()).toEqual(["COMPLETED", "COMPLETED"]);
});
