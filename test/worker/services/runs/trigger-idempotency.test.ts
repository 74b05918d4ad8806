import { describe, expect, it } from "vitest";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later, readRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";

const database = useDatabase();
const DAY = 86_400_000;

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db, { slug: "prod" });
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

describe("an idempotency key", () => {
  it("gives the run that holds it, and says so", async () => {
    const { ctx } = await deployed();
    const first = await trigger(ctx, "hello", { idempotencyKey: "k" }, 1);
    const again = await trigger(ctx, "hello", { idempotencyKey: "k" }, 2);
    expect(first.isCached).toBe(false);
    expect(again).toEqual({ ...first, isCached: true });
    expect((await readRun(ctx, first.id)).payload).toBe("1");
  });

  it("makes one run of 20 that arrive at once, and 19 that know it was there", async () => {
    const { ctx } = await deployed();
    const runs = await Promise.all(
      Array.from({ length: 20 }, () => trigger(ctx, "hello", { idempotencyKey: "k" })),
    );
    expect(new Set(runs.map((run) => run.id)).size).toBe(1);
    expect(runs.filter((run) => !run.isCached)).toHaveLength(1);
    const where = { environmentId: ctx.environment.id };
    expect(await ctx.db.prisma.run.count({ where })).toBe(1);
  });

  it("is another key for another task and in another environment", async () => {
    const [{ ctx }, other] = await Promise.all([deployed(), deployed()]);
    const runs = await Promise.all([
      trigger(ctx, "hello", { idempotencyKey: "k" }),
      trigger(ctx, "bye", { idempotencyKey: "k" }),
      trigger(other.ctx, "hello", { idempotencyKey: "k" }),
    ]);
    expect(runs.map((run) => run.isCached)).toEqual([false, false, false]);
  });

  it.each(["QUEUED", "EXECUTING", "WAITING", "COMPLETED", "CANCELED"] as RunStatus[])(
    "is held by a run that is %s",
    async (status) => {
      const { ctx } = await deployed();
      const holder = await insertRun(ctx, status, {
        idempotencyKey: "k",
        idempotencyExpiresAt: new Date(Date.now() + DAY),
      });
      const run = await trigger(ctx, "hello", { idempotencyKey: "k" });
      expect(run).toMatchObject({ id: holder, isCached: true });
    },
  );

  it.each(["FAILED", "CRASHED", "TIMED_OUT", "EXPIRED", "SYSTEM_FAILURE"] as RunStatus[])(
    "is released by a run that is %s",
    async (status) => {
      const { ctx } = await deployed();
      const holder = await insertRun(ctx, status, {
        idempotencyKey: "k",
        idempotencyExpiresAt: new Date(Date.now() + DAY),
      });
      const run = await trigger(ctx, "hello", { idempotencyKey: "k" });
      expect(run.isCached).toBe(false);
      expect((await readRun(ctx, holder)).idempotencyKey).toBeNull();
      expect((await readRun(ctx, run.id)).idempotencyKey).toBe("k");
    },
  );

  it("of a failed run is taken by one of many that want it", async () => {
    const { ctx } = await deployed();
    await insertRun(ctx, "FAILED", {
      idempotencyKey: "k",
      idempotencyExpiresAt: new Date(Date.now() + DAY),
    });
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => trigger(ctx, "hello", { idempotencyKey: "k" })),
    );
    expect(new Set(runs.map((run) => run.id)).size).toBe(1);
    expect(runs.filter((run) => !run.isCached)).toHaveLength(1);
  });
});

describe("the time to live of a key", () => {
  it("ends at the time that the caller names", async () => {
    const { ctx } = await deployed();
    const options = { idempotencyKey: "k", idempotencyKeyTTL: "60s" };
    const first = await trigger(ctx, "hello", options);
    const before = await trigger(later(ctx, 50_000), "hello", options);
    const after = await trigger(later(ctx, 70_000), "hello", options);
    expect(before).toEqual({ ...first, isCached: true });
    expect(after.isCached).toBe(false);
    expect(after.id).not.toBe(first.id);
  });

  it.each([undefined, "1h30m", "soon", "1w", `${"9".repeat(60)}d`])(
    "is thirty days when it is %s",
    async (idempotencyKeyTTL) => {
      const { ctx } = await deployed();
      const { id } = await trigger(ctx, "hello", { idempotencyKey: "k", idempotencyKeyTTL });
      const { idempotencyExpiresAt, createdAt } = await readRun(ctx, id);
      expect(Number(idempotencyExpiresAt) - Number(createdAt)).toBe(30 * DAY);
    },
  );

  it("does not start without a key", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", { idempotencyKeyTTL: "1h" });
    expect(await readRun(ctx, id)).toMatchObject({
      idempotencyKey: null,
      idempotencyExpiresAt: null,
    });
  });
});

describe("what the caller wrote", () => {
  it("is kept beside the key that is compared", async () => {
    const { ctx } = await deployed();
    const idempotencyKeyOptions = { key: "order-\0 7", scope: "global" };
    const { id } = await trigger(ctx, "hello", { idempotencyKey: "hash", idempotencyKeyOptions });
    expect((await readRun(ctx, id)).idempotencyOptions).toEqual({
      key: "order- 7",
      scope: "global",
    });
  });
});
