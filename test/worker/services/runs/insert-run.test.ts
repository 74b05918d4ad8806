import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { insertRun } from "#worker/services/runs/insert-run.ts";
import { type NewRun, prepareRun } from "#worker/services/runs/prepare-run.ts";

const database = useDatabase();

describe("insertRun", () => {
  it("inserts concurrent runs with fewer statements than runs", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "t" }]);
    const before = await commits();
    const runs = Array.from({ length: 100 }, () =>
      prepareRun(newId(), { taskId: "t", input: {} }, workspace.ctx),
    );
    const statuses = await Promise.all(runs.map((run) => insertRun(database.db.pool, run)));
    expect(new Set(statuses)).toEqual(new Set(["QUEUED"]));
    expect((await commits()) - before).toBeLessThan(20);
    const where = { environmentId: workspace.ctx.environment.id };
    expect(await database.db.prisma.run.count({ where })).toBe(100);
  });

  it("fails a run that the database refuses, and none of those that came with it", async () => {
    const { ctx } = await createWorkspace(database.db);
    const good = () => prepareRun(newId(), { taskId: "t", input: {} }, ctx);
    const broken: NewRun = { ...good(), metadata: "{not json" };
    const settled = await Promise.allSettled(
      [good(), broken, good()].map((run) => insertRun(database.db.pool, run)),
    );
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("gives one of two runs with the same key its place, also within one group", async () => {
    const { ctx } = await createWorkspace(database.db);
    const input = { options: { idempotencyKey: "k" } };
    const runs = [1, 2, 3].map(() => prepareRun(newId(), { taskId: "t", input }, ctx));
    const statuses = await Promise.all(runs.map((run) => insertRun(database.db.pool, run)));
    expect(statuses.filter((status) => status !== null)).toHaveLength(1);
  });
});

/** Transactions that wrote something in this database so far. */
async function commits(): Promise<number> {
  const { rows } = await database.db.pool.query<{ id: string }>(
    "SELECT txid_current()::text AS id",
  );
  return Number(rows[0]?.id);
}
