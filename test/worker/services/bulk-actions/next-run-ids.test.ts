import { expect, it } from "vitest";
import { createBulk, readBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { nextRunIds } from "#worker/services/bulk-actions/next-run-ids.ts";

const database = useDatabase();

it("gives the oldest runs behind the last one that is done", async () => {
  const { ctx } = await createWorkspace(database.db);
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) ids.push(await insertRun(ctx, "QUEUED"));
  const bulk = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
  const action = await readBulk(ctx, bulk);
  expect(await nextRunIds(ctx, action, 2)).toEqual(ids.slice(0, 2));
  const later = { ...action, lastRunId: ids[1] ?? null };
  expect(await nextRunIds(ctx, later, 9)).toEqual(ids.slice(2));
});
