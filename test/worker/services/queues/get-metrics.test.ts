import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun, startRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { getQueueMetrics } from "#worker/services/queues/get-metrics.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();
const QUEUE = { type: "task", value: "hello" } as const;

describe("getQueueMetrics", () => {
  it("ranks keys by who waits longest, and shows the hour minute by minute", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    await startRun(ctx, (await trigger(ctx, "hello", { concurrencyKey: "busy" })).id);
    const now = new Date();
    const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
    for (const [concurrencyKey, seconds] of [
      ["short", 10],
      ["short", 5],
      ["long", 90],
    ] as const) {
      const since = ago(seconds);
      await insertRun(ctx, "QUEUED", { concurrencyKey, queueOrder: since, queuedAt: since });
    }
    await foldTallies(ctx);
    const view = await getQueueMetrics(at(ctx, now), QUEUE);
    expect(view.keys).toEqual([
      { key: "long", queued: { count: 1, isCapped: false }, running: 0, oldestWaitMs: 90_000 },
      { key: "short", queued: { count: 2, isCapped: false }, running: 0, oldestWaitMs: 10_000 },
      { key: "busy", queued: { count: 0, isCapped: false }, running: 1 },
    ]);
    expect(view).toMatchObject({ areKeysCapped: false, queue: { queued: 3, running: 1 } });
    expect(view.minutes).toHaveLength(60);
    const sum = (name: "in" | "out") => view.minutes.reduce((all, each) => all + each[name], 0);
    expect([sum("in"), sum("out")]).toEqual([1, 1]);
    expect(view.delay?.p99Ms).toBeGreaterThanOrEqual(view.delay?.p50Ms ?? 0);
    expect(view.metrics.oldestWaitMs).toBe(90_000);
  });

  it("shows the key with the most waiting too, whatever its name and however many wait longer", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, queued_at)
       SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'task/hello', key, now() - wait, now() - wait
       FROM (SELECT 'k' || n AS key, interval '1 hour' AS wait FROM generate_series(1, 250) AS n
         UNION ALL SELECT 'zeta', interval '1 minute' FROM generate_series(1, 7)) AS each_run`,
      [ctx.environment.id],
    );
    const view = await getQueueMetrics(ctx, QUEUE);
    expect(view).toMatchObject({ keyCount: 251, areKeysCapped: false });
    expect(view.keys.find(({ key }) => key === "zeta")?.queued).toEqual({
      count: 7,
      isCapped: false,
    });
  });

  it("looks at a bounded number of keys, and says so", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, queued_at)
       SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'task/hello', 'k' || n, now(), now()
       FROM generate_series(1, 20250) AS n`,
      [ctx.environment.id],
    );
    const view = await getQueueMetrics(ctx, QUEUE);
    expect([view.keys.length, view.keyCount, view.areKeysCapped]).toEqual([100, 200, true]);
  });

  it("does not find another tenant's queue", async () => {
    const mine = await createWorkspace(database.db);
    await deployTasks(mine, [{ id: "hello" }]);
    const other = await createWorkspace(database.db);
    await expect(getQueueMetrics(other.ctx, QUEUE)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
