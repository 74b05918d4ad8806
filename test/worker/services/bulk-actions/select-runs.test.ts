import { expect, it } from "vitest";
import { createBulk, readBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { COUNT_CAP, countRuns, selectRuns } from "#worker/services/bulk-actions/select-runs.ts";

const database = useDatabase();

it("counts up to a cap, within the environment", async () => {
  const { ctx } = await createWorkspace(database.db);
  await ctx.db.pool.query(
    `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags)
     SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'task/hello', now(), now(), '{}'
     FROM generate_series(1, $2)`,
    [ctx.environment.id, COUNT_CAP + 5],
  );
  const where = { environmentId: ctx.environment.id };
  expect(await countRuns(ctx, where)).toEqual({ count: COUNT_CAP, isCapped: true });
  expect(await countRuns(ctx, { ...where, status: "FAILED" })).toEqual({
    count: 0,
    isCapped: false,
  });
  // Too many to count while somebody waits for the answer.
  const id = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
  const action = await readBulk(ctx, id);
  expect(action.totalCount).toBeNull();
  expect(JSON.stringify(await selectRuns(ctx, action))).toContain(ctx.environment.id);
});
