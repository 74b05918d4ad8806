import type pg from "pg";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { getBatch } from "#worker/services/batches/get.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();

async function prepared(runCount: number): Promise<{ workspace: Workspace; id: string }> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const { friendlyId } = await createBatch(workspace.ctx, { runCount });
  return { workspace, id: friendlyId };
}

const items = (count: number, options = {}) =>
  Array.from({ length: count }, (_, index) => ({ index, task: "t", payload: { index }, options }));

describe("the items of a batch", () => {
  it("become runs in their order, and the batch is sealed when it has them all", async () => {
    const { workspace, id } = await prepared(1000);
    expect(await addBatchItems(workspace.ctx, id, items(600))).toEqual({
      accepted: 600,
      deduplicated: 0,
    });
    expect(await sealIfComplete(workspace.ctx, id)).toEqual({
      sealed: false,
      enqueuedCount: 600,
      expectedCount: 1000,
    });
    await addBatchItems(workspace.ctx, id, items(1000).slice(600));
    expect(await sealIfComplete(workspace.ctx, id)).toEqual({ sealed: true });
    const batch = await getBatch(workspace.ctx, id);
    expect(batch).toMatchObject({
      status: "PROCESSING",
      runCount: 1000,
      processing: { errors: [] },
    });
    expect(batch.runs).toHaveLength(1000);
    expect([...batch.runs].sort()).toEqual(batch.runs);
  });

  it("that are sent again are passed over, also by two callers at once", async () => {
    const { workspace, id } = await prepared(20);
    const answers = await Promise.all(
      [1, 2, 3].map(() => addBatchItems(workspace.ctx, id, items(20))),
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(20);
    expect((await getBatch(workspace.ctx, id)).runs).toHaveLength(20);
    await sealIfComplete(workspace.ctx, id);
    expect(await addBatchItems(workspace.ctx, id, items(20))).toEqual({
      accepted: 0,
      deduplicated: 0,
    });
  });

  it("that break a rule are noted with their reason and hold up none of the others", async () => {
    const { workspace, id } = await prepared(3);
    const [first, , third] = items(3);
    const broken = { index: 1, task: "t", options: { delay: "soon" } };
    if (!first || !third) throw new Error("items(3) has three");
    await addBatchItems(workspace.ctx, id, [first, broken, third]);
    expect(await sealIfComplete(workspace.ctx, id)).toEqual({ sealed: true });
    const batch = await getBatch(workspace.ctx, id);
    expect(batch.runs).toHaveLength(2);
    expect(batch.processing.errors).toMatchObject([
      { index: 1, taskIdentifier: "t", error: expect.stringContaining("delay") },
    ]);
  });

  it("whose idempotency key has a run already stand for that run", async () => {
    const { workspace, id } = await prepared(2);
    const options = { idempotencyKey: "one" };
    const first = await triggerRun(workspace.ctx, { taskId: "t", input: { options } });
    await addBatchItems(workspace.ctx, id, [
      { index: 0, task: "t", options },
      { index: 1, task: "t" },
    ]);
    expect(await sealIfComplete(workspace.ctx, id)).toEqual({ sealed: true });
    expect((await getBatch(workspace.ctx, id)).runs[0]).toBe(first.friendlyId);
  });

  it("of a run that waits for them are its children, and end with it, whoever comes first", async () => {
    const { workspace } = await prepared(1);
    const { ctx } = workspace;
    const parentId = await insertRun(ctx, "EXECUTING");
    const awaited = {
      parentRunId: friendlyId("run", parentId),
      resumeParentOnCompletion: true,
    };
    const [before, after] = [
      await createBatch(ctx, { runCount: 2, ...awaited }),
      await createBatch(ctx, { runCount: 1, ...awaited, idempotencyKey: "again" }),
    ];
    const [first, second] = items(2);
    if (!first || !second) throw new Error("items(2) has two");
    await addBatchItems(ctx, before.friendlyId, [first]);
    const child = await database.db.prisma.run.findFirstOrThrow({ where: { batchId: before.id } });
    expect(child.parentRunId).toBe(parentId);
    // Whoever cancels has looked for children before the next one is there, and is about to commit.
    const canceling = await ctx.db.pool.connect();
    await canceling.query("BEGIN");
    const change = "SET status = 'CANCELED', finished_at = now() WHERE id = $1";
    await canceling.query(`UPDATE run ${change}`, [parentId]);
    const late = addBatchItems(ctx, before.friendlyId, [second]);
    const over = { code: "UNPROCESSABLE", message: expect.stringContaining("is CANCELED") };
    const refused = expect(late).rejects.toMatchObject(over);
    await until("the item to be there", async () => {
      return (await database.db.prisma.run.count({ where: { batchId: before.id } })) === 2;
    });
    await canceling.query("COMMIT");
    canceling.release();
    await refused;
    const sibling = { where: { batchId: before.id, batchIndex: 1 } };
    expect((await database.db.prisma.run.findFirstOrThrow(sibling)).status).toBe("CANCELED");
    await expect(addBatchItems(ctx, after.friendlyId, items(1))).rejects.toMatchObject(over);
    expect(await database.db.prisma.run.count({ where: { batchId: after.id } })).toBe(0);
    // Somebody else may send what this one can not any more.
    await createBatch(ctx, { runCount: 1, idempotencyKey: "again" });
    expect(await addBatchItems(ctx, after.friendlyId, items(1))).toMatchObject({ accepted: 1 });
  });

  it("need a batch of this environment, a place in it, and the right to trigger", async () => {
    const { workspace, id } = await prepared(1);
    const other = await createWorkspace(database.db);
    await expect(addBatchItems(other.ctx, id, items(1))).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
    await expect(addBatchItems(workspace.ctx, id, items(2))).rejects.toMatchObject({
      code: "VALIDATION",
    });
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(addBatchItems(reader, id, items(1))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const browser = workspace.as({ kind: "publicToken", scopes: ["batchTrigger:tasks:t"] });
    expect(await addBatchItems(browser, id, items(1))).toMatchObject({ accepted: 1 });
  });
});

describe("many items", () => {
  /** How many statements `work` takes, on all pools. */
  async function statements(
    { ctx }: Workspace,
    work: (ctx: EnvironmentContext) => Promise<unknown>,
  ): Promise<number> {
    let count = 0;
    const counting = (pool: pg.Pool): pg.Pool =>
      new Proxy(pool, {
        get: (target, name) => {
          if (name !== "query") return Reflect.get(target, name);
          return (...parameters: Parameters<pg.Pool["query"]>) => {
            count++;
            return target.query(...parameters);
          };
        },
      });
    const { db } = ctx;
    await work({
      ...ctx,
      db: { ...db, pool: counting(db.pool), enginePool: counting(db.enginePool) },
    });
    return count;
  }

  const keyed = (count: number, ttl: string) =>
    items(count).map((item) => ({
      ...item,
      options: { idempotencyKey: `k${item.index}`, idempotencyKeyTTL: ttl },
    }));

  it.each([
    { what: "whose keys have runs", ttl: "1h", later: 0, runs: 100 },
    { what: "whose keys have expired", ttl: "1s", later: 60_000, runs: 200 },
  ])("take a few statements, also $what", async ({ ttl, later: ms, runs }) => {
    const { workspace, id: first } = await prepared(100);
    await addBatchItems(workspace.ctx, first, keyed(100, ttl));
    const { friendlyId } = await createBatch(workspace.ctx, { runCount: 100 });
    const count = await statements(workspace, async (ctx) => {
      const answer = await addBatchItems(later(ctx, ms), friendlyId, keyed(100, "1h"));
      expect(answer).toEqual({ accepted: 100, deduplicated: 0 });
    });
    expect(count).toBeLessThan(10);
    const where = { environmentId: workspace.ctx.environment.id };
    expect(await database.db.prisma.run.count({ where })).toBe(runs);
  });
});
