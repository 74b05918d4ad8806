import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { cancelExecuting } from "#worker/services/removals/cancel-executing.ts";

const database = useDatabase();

it("ends what holds a slot and what stands below it, and nothing of another environment", async () => {
  const { ctx } = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const parent = await insertRun(ctx, "EXECUTING");
  const child = await insertRun(ctx, "QUEUED", { parentRunId: parent });
  const queued = await insertRun(ctx, "QUEUED");
  const foreign = await insertRun(other.ctx, "EXECUTING");
  expect(await cancelExecuting(ctx, [ctx.environment.id])).toBe(2);
  expect(await cancelExecuting(ctx, [ctx.environment.id])).toBe(0);
  const statuses = await Promise.all(
    [parent, child, queued, foreign].map(async (id) => (await readRun(ctx, id)).status),
  );
  expect(statuses).toEqual(["CANCELED", "CANCELED", "QUEUED", "EXECUTING"]);
});
