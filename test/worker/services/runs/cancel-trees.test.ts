import type pg from "pg";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { cancelTrees } from "#worker/services/runs/cancel-trees.ts";

const database = useDatabase();

/** Children of one run, with one statement. */
async function addChildren(ctx: Workspace["ctx"], parentRunId: string, count: number) {
  const now = new Date();
  await ctx.db.prisma.run.createMany({
    data: Array.from({ length: count }, () => ({
      id: newId(),
      environmentId: ctx.environment.id,
      taskSlug: "child",
      status: "QUEUED" as const,
      queueName: "task/child",
      queueOrder: now,
      queuedAt: now,
      tags: [],
      parentRunId,
    })),
  });
}

function countCanceled(ctx: Workspace["ctx"]): Promise<number> {
  const where = { environmentId: ctx.environment.id, status: "CANCELED" as const };
  return ctx.db.prisma.run.count({ where });
}

describe("cancelTrees", () => {
  it("ends a tree as broad as 1 200 children", async () => {
    const { ctx } = await createWorkspace(database.db);
    const root = await insertRun(ctx, "EXECUTING");
    await addChildren(ctx, root, 1_200);
    await cancelRun(ctx, friendlyId("run", root));
    expect(await countCanceled(ctx)).toBe(1_201);
  });

  it("ends a tree as deep as 100 levels, through levels that have finished", async () => {
    const { ctx } = await createWorkspace(database.db);
    let parentRunId = await insertRun(ctx, "EXECUTING");
    const root = parentRunId;
    for (let depth = 1; depth <= 100; depth++) {
      const status = depth % 10 === 0 ? "COMPLETED" : "WAITING";
      parentRunId = await insertRun(ctx, status, { parentRunId, depth });
    }
    await cancelRun(ctx, friendlyId("run", root));
    expect(await countCanceled(ctx)).toBe(91);
  });

  it("ends what was triggered below while it looked", async () => {
    const { ctx } = await createWorkspace(database.db);
    const root = await insertRun(ctx, "EXECUTING");
    const child = await insertRun(ctx, "EXECUTING", { parentRunId: root });
    const { pool } = ctx.db;
    let late: string | undefined;
    const look = async (query: pg.QueryConfig) => {
      const found = await pool.query(query);
      // It was not there when the search began, and its parent did not know yet.
      if (query.name === "find-unfinished-descendants")
        late ??= await insertRun(ctx, "QUEUED", { parentRunId: child });
      return found;
    };
    const client = Object.assign(Object.create(pool), { query: look });
    const moved = await cancelTrees(ctx, client, { runIds: [root], reason: "asked" });
    expect(moved.map(({ id }) => id).sort()).toEqual([root, child, late].sort());
  });

  it("ends several trees, of which one is a part of another, each run once", async () => {
    const { ctx } = await createWorkspace(database.db);
    const root = await insertRun(ctx, "EXECUTING");
    const child = await insertRun(ctx, "EXECUTING", { parentRunId: root });
    const grandchild = await insertRun(ctx, "QUEUED", { parentRunId: child });
    const runIds = [grandchild, child, root];
    const moved = await cancelTrees(ctx, ctx.db.pool, { runIds, reason: "asked" });
    expect(moved.map(({ id }) => id).sort()).toEqual([...runIds].sort());
  });

  it("reaches no run below one of another environment", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const foreign = await insertRun(theirs.ctx, "EXECUTING");
    const child = await insertRun(theirs.ctx, "QUEUED", { parentRunId: foreign });
    await cancelTrees(mine.ctx, mine.ctx.db.pool, { runIds: [newId()], reason: "asked" });
    expect((await readRun(theirs.ctx, child)).status).toBe("QUEUED");
  });
});
