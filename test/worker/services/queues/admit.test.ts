import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  admit,
  admitted,
  fill,
  finishAll,
  type GivenQueues,
  prepareQueues,
  queue,
  untilWaiting,
} from "#test/support/queues.ts";
import {
  at,
  completeAttempt,
  insertRun,
  later,
  readHistory,
  readJobs,
  readRun,
  startRun,
  threw,
  trigger,
  whileHolding,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";

const database = useDatabase();

function prepare(given: GivenQueues = {}): Promise<EnvironmentContext> {
  return prepareQueues(database.db, given);
}

describe("admission", () => {
  it("takes a queued run, adds its one job and writes its history", async () => {
    const ctx = await prepare();
    const [id = ""] = await queue(ctx, "a");
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, id)).status).toBe("DEQUEUED");
    expect(await readJobs(ctx)).toMatchObject([{ runId: id, maxAttempts: 1 }]);
    expect(await readHistory(ctx, id)).toEqual([["DEQUEUED"]]);
  });

  it("adds no second job when it is repeated", async () => {
    const ctx = await prepare();
    await queue(ctx, "a", "a", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admit(ctx)).toBe(0);
    expect(await readJobs(ctx)).toHaveLength(3);
  });

  it("takes no run that is not queued", async () => {
    const ctx = await prepare();
    for (const status of ["PENDING_VERSION", "DELAYED", "WAITING", "COMPLETED"] as const) {
      await insertRun(ctx, status);
    }
    expect(await admit(ctx)).toBe(0);
  });

  it("takes no run of another environment", async () => {
    const [ctx, other] = await Promise.all([prepare(), prepare()]);
    const [id = ""] = await queue(other, "a");
    expect(await admit(ctx)).toBe(0);
    expect((await readRun(other, id)).status).toBe("QUEUED");
  });

  it("has nothing to do in an environment that does not exist", async () => {
    const ctx = await prepare();
    expect(await admitRuns(ctx, crypto.randomUUID())).toEqual({ outcome: "CLOSED" });
  });

  it("takes runs of queues that no deployment has declared", async () => {
    const ctx = await prepare({ limits: { known: { limit: 1 } } });
    await queue(ctx, "unknown", "unknown");
    expect(await admit(ctx)).toBe(2);
  });
});

describe("turns", () => {
  it("go on from admission to admission, between queues", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    const ids = await queue(ctx, "a", "a", "a", "b", "c");
    const order: number[] = [];
    for (let i = 0; i < 5; i++) {
      await admit(ctx);
      order.push(...(await admitted(ctx, ids)));
      await finishAll(ctx);
    }
    expect(order).toEqual([0, 3, 4, 1, 2]);
  });

  it("give every queue the same with fewer slots than queues, whatever one has queued or cannot start", async () => {
    const ctx = await prepare({ environmentLimit: 4, limits: { "a-full": { limit: 1 } } });
    await insertRun(ctx, "EXECUTING", { queueName: "a-full" });
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags)
       SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', name, now() - interval '1 hour', now(), '{}'
       FROM (SELECT 'light-' || i AS name, 10 AS count FROM generate_series(1, 20) AS i
         UNION ALL VALUES ('heavy', 500), ('a-full', 500)) AS queue, generate_series(1, count)`,
      [ctx.environment.id],
    );
    for (let round = 0; round < 28; round++) {
      expect(await admit(ctx)).toBe(3);
      await finishAll(ctx);
    }
    const { rows } = await ctx.db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM run
       WHERE environment_id = $1 AND status = 'COMPLETED' GROUP BY queue_name`,
      [ctx.environment.id],
    );
    expect(rows.map((row) => row.count)).toEqual(Array<number>(21).fill(4));
  });

  it("give light keys the same, whatever one of them has queued", async () => {
    const ctx = await prepare({ environmentLimit: 7 });
    const keys = Array.from({ length: 40 }, (_, i) => `light-${String(i).padStart(2, "0")}`);
    await fill(ctx, "heavy", 2_000);
    for (const key of keys) await fill(ctx, key, 10);
    for (let round = 0; round < 30; round++) {
      await admit(ctx);
      await finishAll(ctx);
    }
    const { rows } = await ctx.db.pool.query<{ key: string; count: number }>(
      `SELECT concurrency_key AS key, count(*)::int AS count FROM run
       WHERE environment_id = $1 AND status = 'COMPLETED' GROUP BY 1`,
      [ctx.environment.id],
    );
    const started = new Map(rows.map((row) => [row.key, row.count]));
    const shares = keys.map((key) => started.get(key) ?? 0);
    const sum = shares.reduce((a, b) => a + b, 0);
    const jain = sum ** 2 / (shares.length * shares.reduce((a, b) => a + b * b, 0));
    expect(jain).toBeGreaterThanOrEqual(0.99);
    expect(started.get("heavy")).toBeLessThanOrEqual(Math.ceil(210 / 41) + 1);
  });
});

describe("order", () => {
  it("is oldest first within a lane", async () => {
    const ctx = await prepare({ environmentLimit: 2 });
    const ids = await queue(ctx, "a", "a", "a");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 1]);
  });

  it("is moved by priority, in seconds", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const where = { id: workspace.ctx.environment.id };
    await database.db.prisma.environment.update({ where, data: { concurrencyLimit: 2 } });
    const start = Date.now() - 60_000;
    const placed = (offsetMs: number, priority: number) =>
      trigger(at(workspace.ctx, new Date(start + offsetMs)), "hello", { priority });
    const runs = [
      await placed(0, 0),
      await placed(1_000, 0),
      await placed(5_000, 4.5),
      await placed(6_000, 10),
    ];
    await admit(workspace.ctx);
    const ids = runs.map((run) => run.id);
    expect(await admitted(workspace.ctx, ids)).toEqual([0, 3]);
  });

  it("is moved back by a negative priority, which is no delay", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const where = { id: ctx.environment.id };
    await database.db.prisma.environment.update({ where, data: { concurrencyLimit: 1 } });
    const hour = new Date(Date.now() + 3_600_000);
    await insertRun(ctx, "QUEUED", { queueOrder: hour, startedAt: new Date(), attemptNumber: 1 });
    const runs = [
      await trigger(ctx, "hello", { priority: -7_200 }),
      await trigger(ctx, "hello", { priority: -3_600 }),
      await trigger(ctx, "hello"),
    ];
    const ids = runs.map((run) => run.id);
    const { blockers } = await whyWaiting(ctx, runs[1]?.friendlyId ?? "");
    const ahead = { count: 1, isCapped: false };
    expect(blockers).toContainEqual(expect.objectContaining({ kind: "IN_LINE", ahead }));
    for (const next of [2, 1, 0]) {
      expect(await admit(ctx)).toBe(1);
      expect(await admitted(ctx, ids)).toEqual([next]);
      await finishAll(ctx);
    }
    expect(await admit(ctx)).toBe(0);
  });

  it("takes a run of negative priority back that has started, without a delay", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello", { priority: -3_600 });
    await completeAttempt(ctx, await startRun(ctx, id), { kind: "HANDED_BACK", reason: "Stopped" });
    expect(await admit(ctx)).toBe(1);
  });

  it("gives a quiet queue its turn beside one with a backlog", async () => {
    const ctx = await prepare({ environmentLimit: 2 });
    const ids = await queue(ctx, "busy", "busy", "busy", "busy", "quiet");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 4]);
  });

  it("gives every key of a queue its turn", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    const ids = await queue(ctx, "a/busy", "a/busy", "a/busy", "a/two", "a/three");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 3, 4]);
  });
});

describe("a run that waits for its retry", () => {
  it("is not taken before its time, and gives no slot away", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), threw("Later", { delayMs: 60_000 }));
    expect(await admit(ctx)).toBe(0);
    expect(await admit(later(ctx, 59_000))).toBe(0);
    expect(await admit(later(ctx, 61_000))).toBe(1);
  });

  it("does not let those behind it in the lane wait", async () => {
    const ctx = await prepare();
    const future = new Date(Date.now() + 60_000);
    const retry = await insertRun(ctx, "QUEUED", { queueOrder: future });
    const ready = await insertRun(ctx, "QUEUED");
    expect(await admit(ctx)).toBe(1);
    expect(await admitted(ctx, [retry, ready])).toEqual([1]);
  });
});

describe("a run whose time to live has passed", () => {
  it("does not start, whether a sweep has seen it or not, and those behind it come next", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    const queueOrder = new Date(Date.now() - 60_000);
    const expiresAt = new Date(Date.now() - 1);
    const late = await insertRun(ctx, "QUEUED", { queueOrder, expiresAt });
    const started = { queueOrder, expiresAt, startedAt: queueOrder };
    const [retry, ready] = [
      await insertRun(ctx, "QUEUED", started),
      await insertRun(ctx, "QUEUED"),
    ];
    const first = await admitRuns(ctx, ctx.environment.id);
    expect(first).toMatchObject({ admitted: 0, expired: 1 });
    expect(await readRun(ctx, late)).toMatchObject({ status: "EXPIRED" });
    expect(await admit(ctx)).toBe(1);
    expect(await admitted(ctx, [late, retry, ready])).toEqual([1]);
  });
});

describe("two admissions at once", () => {
  it("never exceed a limit, and exactly one does the work", async () => {
    const ctx = await prepare({ environmentLimit: 5, limits: { a: { limit: 2 } } });
    await queue(ctx, ...Array<string>(10).fill("a"), ...Array<string>(10).fill("b"));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => admitRuns(ctx, ctx.environment.id)),
    );
    const counts = outcomes.flatMap((one) => (one.outcome === "DONE" ? [one.admitted] : []));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(await readJobs(ctx)).toHaveLength(5);
    const where = {
      environmentId: ctx.environment.id,
      status: "DEQUEUED",
      queueName: "a",
    } as const;
    expect(await ctx.db.prisma.run.count({ where })).toBe(2);
  });

  it("are told apart: one that read before the other wrote changes nothing", async () => {
    const ctx = await prepare();
    await queue(ctx, "a", "a");
    const { id } = ctx.environment;
    await ctx.db.prisma.admissionTurn.create({
      data: { environmentId: id, turn: 3, lastQueue: "" },
    });
    const raise = {
      text: "UPDATE admission_turn SET turn = turn + 1 WHERE environment_id = $1",
      values: [id],
    };
    const client = await ctx.db.pool.connect();
    await client.query("BEGIN");
    await client.query(raise);
    const outcome = admitRuns(ctx, id);
    await untilWaiting(ctx);
    await client.query("COMMIT");
    client.release();
    expect(await outcome).toEqual({ outcome: "BUSY" });
    expect(await readJobs(ctx)).toEqual([]);
    expect(await admit(ctx)).toBe(2);
  });

  it("of two environments do not wait for each other", async () => {
    const [ctx, other] = await Promise.all([prepare(), prepare()]);
    await queue(ctx, "a");
    await queue(other, "a");
    expect(await Promise.all([admit(ctx), admit(other)])).toEqual([1, 1]);
  });

  it("pass over a run that is being changed right now", async () => {
    const ctx = await prepare();
    const ids = await queue(ctx, "a", "a");
    const lock = { text: "SELECT 1 FROM run WHERE id = $1 FOR UPDATE", values: [ids[0]] };
    expect(await whileHolding(ctx.db.pool, lock, () => admit(ctx))).toBe(1);
    expect(await admitted(ctx, ids)).toEqual([1]);
    expect(await admit(ctx)).toBe(1);
  });
});
