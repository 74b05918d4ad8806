import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { removeSlice } from "#worker/services/removals/remove-slice.ts";

const database = useDatabase();

it("cancels what has not ended, and deletes what no process can write about any more", async () => {
  const { ctx } = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const environmentId = ctx.environment.id;
  const old = new Date(Date.now() - 3_600_000);
  await insertRun(ctx, "COMPLETED", { finishedAt: old, attemptNumber: 1 });
  await insertRun(ctx, "QUEUED");
  const executing = await insertRun(ctx, "EXECUTING");
  const foreign = await insertRun(other.ctx, "QUEUED");

  const first = await removeSlice(ctx, { environmentId, after: null });
  expect(first).toEqual({ lastId: executing, removed: 2 });
  expect(await removeSlice(ctx, { environmentId, after: executing })).toBeNull();
  const left = await database.db.prisma.run.findMany({ orderBy: { id: "asc" } });
  expect(left).toMatchObject([
    { id: executing, status: "CANCELED" },
    { id: foreign, status: "QUEUED" },
  ]);
  const second = await removeSlice(later(ctx, 120_000), { environmentId, after: null });
  expect(second?.removed).toBe(1);
  // Events have no foreign key that would take them along.
  const events = await database.db.prisma.runEvent.count({ where: { environmentId } });
  expect(events).toBe(0);
});
