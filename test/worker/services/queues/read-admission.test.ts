import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { READ_ADMISSION } from "#worker/services/queues/lanes/sql.ts";
import { readAdmission } from "#worker/services/queues/read-admission.ts";

const database = useDatabase();

async function prepare(...lanes: string[]): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(database.db);
  for (const lane of lanes) await queued(ctx, lane);
  return ctx;
}

function queued(ctx: EnvironmentContext, lane: string, queueOrder = ctx.clock()): Promise<string> {
  const [queueName = "", concurrencyKey = ""] = lane.split("/");
  return insertRun(ctx, "QUEUED", { queueName, concurrencyKey, queueOrder });
}

function read(ctx: EnvironmentContext, batch = 500) {
  const now = ctx.clock();
  return readAdmission(ctx.db.pool, { environmentId: ctx.environment.id, now, batch });
}

async function readLanes(ctx: EnvironmentContext, batch?: number): Promise<string[]> {
  const reading = await read(ctx, batch);
  return reading?.lanes.map(({ queue, key }) => `${queue}/${key}`) ?? [];
}

async function putCursors(ctx: EnvironmentContext, lastQueue: string, keys: [string, string][]) {
  const environmentId = ctx.environment.id;
  await ctx.db.prisma.admissionTurn.create({ data: { environmentId, turn: 7, lastQueue } });
  for (const [queueName, lastKey] of keys) {
    await ctx.db.prisma.queueCursor.create({ data: { environmentId, queueName, lastKey } });
  }
}

describe("the lanes of a turn", () => {
  it("are one of each queue, then the second of each", async () => {
    const ctx = await prepare("a/1", "a/2", "a/3", "b/1", "b/2", "c/1");
    expect(await readLanes(ctx)).toEqual(["a/1", "b/1", "c/1", "a/2", "b/2", "a/3"]);
  });

  it("are no more than there are slots", async () => {
    const ctx = await prepare("a/1", "a/2", "a/3", "b/1", "b/2", "c/1");
    expect(await readLanes(ctx, 4)).toEqual(["a/1", "b/1", "c/1", "a/2"]);
  });

  it("begin behind those of the last turn, and come round to them", async () => {
    const ctx = await prepare("a/1", "a/2", "a/3", "b/1", "b/2", "c/1");
    await putCursors(ctx, "a", [["a", "2"]]);
    expect(await readLanes(ctx)).toEqual(["b/1", "c/1", "a/3", "b/2", "a/1", "a/2"]);
  });

  it("come round also where the last turn ended at a lane that is gone", async () => {
    const ctx = await prepare("a/1", "a/3", "b/");
    await putCursors(ctx, "zzz", [["a", "2"]]);
    expect(await readLanes(ctx)).toEqual(["a/3", "b/", "a/1"]);
  });

  it("leave out those whose oldest run is due later", async () => {
    const ctx = await prepare("a/1");
    await queued(ctx, "a/2", new Date(Date.now() + 60_000));
    await queued(ctx, "b/", new Date(Date.now() + 60_000));
    expect(await readLanes(ctx)).toEqual(["a/1"]);
  });

  it("are found behind queues that may start nothing, however few slots are free", async () => {
    const ctx = await prepare("a/1", "g/");
    await ctx.db.prisma.queue.create({
      data: {
        id: crypto.randomUUID(),
        environmentId: ctx.environment.id,
        name: "a",
        type: "CUSTOM",
        concurrencyLimit: 1,
      },
    });
    await insertRun(ctx, "EXECUTING", { queueName: "a", concurrencyKey: "1" });
    for (const name of ["b", "c", "d", "e", "f"]) {
      await queued(ctx, name, new Date(Date.now() + 3_600_000));
    }
    expect(await readLanes(ctx, 1)).toEqual(["g/"]);
    expect(await readLanes(ctx, 5)).toEqual(["g/"]);
  });

  it("each know their room, and their queue's", async () => {
    const ctx = await prepare("a/1", "a/2", "b/");
    const environmentId = ctx.environment.id;
    await ctx.db.prisma.queue.create({
      data: {
        id: crypto.randomUUID(),
        environmentId,
        name: "a",
        type: "CUSTOM",
        concurrencyLimit: 3,
        totalConcurrencyLimit: 4,
      },
    });
    await insertRun(ctx, "EXECUTING", { queueName: "a", concurrencyKey: "1" });
    const reading = await read(ctx);
    expect(reading?.lanes).toMatchObject([
      { queue: "a", key: "1", room: 2, queueRoom: 3 },
      { queue: "b", key: "", room: undefined, queueRoom: undefined },
      { queue: "a", key: "2", room: 3, queueRoom: 3 },
    ]);
    expect(reading).toMatchObject({ turn: "0", freeSlots: 99, opensAt: null });
  });
});

describe("the cost of a turn", () => {
  it("does not grow with the number of lanes", async () => {
    const ctx = await prepare();
    const environmentId = ctx.environment.id;
    const fill = (from: number, to: number) =>
      ctx.db.pool.query(
        `INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, queued_at, tags)
         SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'q', 'key-' || i, now() - interval '1 hour', now(), '{}'
         FROM generate_series($2::int, $3::int) AS i`,
        [environmentId, from, to],
      );
    /** Pages that the statement looked at, whether they were in memory or not. */
    const cost = async () => {
      await ctx.db.pool.query("VACUUM ANALYZE run");
      const { rows } = await ctx.db.pool.query<{
        "QUERY PLAN": [{ Plan: Record<string, number> }];
      }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${READ_ADMISSION}`, [
        ...[environmentId, ctx.clock(), 5, 1],
        ...[null, null, null],
      ]);
      const plan = rows[0]?.["QUERY PLAN"][0].Plan ?? {};
      return (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0);
    };
    await fill(1, 100);
    const few = await cost();
    await fill(101, 5_000);
    expect(await cost()).toBeLessThan(few * 2);
  });
});

describe("nothing is read", () => {
  it("of an environment that is paused or does not exist", async () => {
    const ctx = await prepare("a/");
    const where = { id: ctx.environment.id };
    await ctx.db.prisma.environment.update({ where, data: { pausedAt: new Date() } });
    expect(await read(ctx)).toBeNull();
    const nowhere = { environmentId: crypto.randomUUID(), now: new Date(), batch: 1 };
    expect(await readAdmission(ctx.db.pool, nowhere)).toBeNull();
  });
});
