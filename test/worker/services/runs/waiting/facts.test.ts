import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { fill, prepareQueues, startAll } from "#test/support/queues.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { readWaitFacts } from "#worker/services/runs/waiting/facts.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

async function read(ctx: EnvironmentContext, runId: string) {
  const run = { environmentId: ctx.environment.id, runId, now: ctx.clock() };
  const reading = await readWaitFacts(ctx.db.pool, run);
  if (!reading) throw new Error("The run is there.");
  return reading;
}

describe("the facts of a waiting run", () => {
  it("name those that hold slots: of the environment, the queue, the key", async () => {
    const limits = { q: { limit: 1, override: 2, total: 9 } };
    const ctx = await prepareQueues(database.db, { environmentLimit: 5, limits });
    const hold = (queueName: string, concurrencyKey: string) =>
      insertRun(ctx, "EXECUTING", { queueName, concurrencyKey, updatedAt: new Date(1_000) });
    const [same, sibling, other] = [
      await hold("q", "a"),
      await hold("q", "b"),
      await hold("r", ""),
    ];
    const id = await insertRun(ctx, "QUEUED", { queueName: "q", concurrencyKey: "a" });
    const { facts } = await read(ctx, id);
    const names = (holders: { runId: string }[]) => holders.map(({ runId }) => runId).sort();
    const public_ = (...ids: string[]) => ids.map((each) => friendlyId("run", each)).sort();
    expect(facts.lane.running).toBe(1);
    expect(names(facts.lane.holders)).toEqual(public_(same));
    expect(names(facts.whole.holders)).toEqual(public_(same, sibling));
    expect(names(facts.environment.holders)).toEqual(public_(same, sibling, other));
    expect(facts.environment.holders[0]).toMatchObject({
      task: "hello",
      since: "1970-01-01T00:00:01.000Z",
    });
    expect(facts.settings).toMatchObject({ limit: 2, isOverride: true, totalLimit: 9 });
  });

  it("show twenty holders and count all", async () => {
    const ctx = await prepareQueues(database.db);
    for (let i = 0; i < 25; i++) await insertRun(ctx, "DEQUEUED");
    const { facts } = await read(ctx, await insertRun(ctx, "QUEUED"));
    expect([facts.environment.running, facts.environment.holders.length]).toEqual([25, 20]);
  });

  it("count those before it in its lane, and the keys before it in turn", async () => {
    const ctx = await prepareQueues(database.db, { environmentLimit: 1 });
    for (const key of ["a", "b", "d"]) await fill(ctx, key, 2);
    await insertRun(ctx, "QUEUED", {
      queueName: "q",
      concurrencyKey: "bb",
      queueOrder: new Date(Date.now() + 60_000),
    });
    const inC = { queueName: "q", concurrencyKey: "c" };
    const first = await insertRun(ctx, "QUEUED", inC);
    const second = await insertRun(ctx, "QUEUED", inC);
    const line = async (id: string) => {
      const { ahead, keysAhead } = (await read(ctx, id)).facts;
      return [ahead.count, keysAhead.count];
    };
    expect(await line(first)).toEqual([0, 2]);
    expect(await line(second)).toEqual([1, 2]);
    await admitRuns(ctx, ctx.environment.id);
    expect(await line(first)).toEqual([0, 1]);
  });

  it("stop counting at their caps", async () => {
    const ctx = await prepareQueues(database.db);
    await fill(ctx, "z", 1_200);
    for (let i = 0; i < 110; i++) await fill(ctx, `key-${i}`, 1);
    const id = await insertRun(ctx, "QUEUED", { queueName: "q", concurrencyKey: "z" });
    const { ahead, keysAhead } = (await read(ctx, id)).facts;
    expect(ahead).toEqual({ count: 1_001, isCapped: true });
    expect(keysAhead.isCapped).toBe(true);
  });

  it("know the code, the rate limit and the workers", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const rateLimit = { limit: 1, period: "1m" } as const;
    await deployTasks(workspace, [{ id: "hello", queue: { rateLimit } }]);
    const stopped = await registerWorker(ctx, { slots: 50, version: "test" });
    await unregisterWorker(ctx, stopped);
    await registerWorker(ctx, { slots: 4, version: "test" });
    await database.db.pool.query("DELETE FROM run");
    await insertRun(ctx, "QUEUED");
    await admitRuns(ctx, ctx.environment.id);
    await startAll(ctx);
    const { facts } = await read(ctx, await insertRun(ctx, "QUEUED", { pinnedVersion: "1.1" }));
    expect(facts.settings?.rate).toMatchObject({ limit: 1, used: 1, isPerKey: false });
    expect(facts.currentVersion).toMatch(/^\d{8}\.1$/);
    expect(facts.pinned).toEqual({ version: "1.1", isDeployed: false });
    expect(facts.workers).toMatchObject({ alive: 1, places: 4, executing: 1 });
  });

  it("are those of no other environment", async () => {
    const [ctx, other] = [await prepareQueues(database.db), await prepareQueues(database.db)];
    const runId = await insertRun(other, "QUEUED");
    const run = { environmentId: ctx.environment.id, runId, now: new Date() };
    expect(await readWaitFacts(ctx.db.pool, run)).toBeNull();
  });
});
