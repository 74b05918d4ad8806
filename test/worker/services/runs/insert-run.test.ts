import { describe, expect, it } from "vitest";
import { hearBells } from "#test/support/bells.ts";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { insertRun } from "#worker/services/runs/insert-run.ts";
import { type NewRun, prepareRun } from "#worker/services/runs/prepare-run.ts";

const database = useDatabase();

describe("insertRun", () => {
  it("inserts concurrent runs with fewer statements than runs", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "t" }]);
    const runs = Array.from({ length: 100 }, () =>
      prepareRun(newId(), { taskId: "t", input: {} }, workspace.ctx),
    );
    const statuses = await Promise.all(runs.map((run) => insertRun(database.db.pool, run)));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(["QUEUED"]));
    const { rows } = await database.db.pool.query<{ runs: number; transactions: number }>(
      `SELECT count(*)::int AS runs, count(DISTINCT xmin::text)::int AS transactions
       FROM run WHERE environment_id = $1`,
      [workspace.ctx.environment.id],
    );
    expect(rows[0]?.runs).toBe(100);
    expect(rows[0]?.transactions).toBeLessThan(20);
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
    expect(statuses.filter(({ status }) => status !== null)).toHaveLength(1);
  });

  it("rings with one that comes after a silence, if it may start, and with none of many", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "t" }]);
    const { rung, close } = await hearBells(database.url);
    const prepare = (delay?: string) =>
      prepareRun(
        newId(),
        { taskId: "t", input: delay ? { options: { delay } } : {} },
        workspace.ctx,
      );
    const silence = () => {
      const since = performance.now();
      return until("a silence", () => performance.now() - since > 30);
    };
    await silence();
    expect(await insertRun(database.db.pool, prepare("1h"))).toEqual({
      ...{ status: "DELAYED", hasRung: true },
    });
    const many = await Promise.all([1, 2].map(() => insertRun(database.db.pool, prepare())));
    expect(many.map(({ hasRung }) => hasRung)).toEqual([false, false]);
    await silence();
    expect(await insertRun(database.db.pool, prepare())).toEqual({
      ...{ status: "QUEUED", hasRung: true },
    });
    await until("the bell", () => rung.length > 0);
    await close();
    expect(rung).toEqual([workspace.ctx.environment.id]);
  });
});
