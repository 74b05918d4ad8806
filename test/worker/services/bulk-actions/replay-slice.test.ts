import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

const database = useDatabase();

function replaysIn(ctx: EnvironmentContext) {
  return ctx.db.prisma.run.findMany({
    where: { environmentId: ctx.environment.id, replayedFromRunId: { not: null } },
    orderBy: { id: "asc" },
  });
}

describe("replaying many runs", () => {
  it("makes a new run of each, in their order, with their payloads", async () => {
    const { ctx } = await createWorkspace(database.db);
    const sources: string[] = [];
    for (const n of [1, 2, 3]) {
      sources.push(await insertRun(ctx, "FAILED", { payload: `{"n":${n}}`, tags: ["x"] }));
    }
    await insertRun(ctx, "COMPLETED", { tags: ["x"] });
    const id = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    await workAll(ctx);
    const replays = await replaysIn(ctx);
    expect(replays.map((run) => [run.replayedFromRunId, run.payload, run.tags])).toEqual(
      sources.map((source, index) => [source, `{"n":${index + 1}}`, ["x"]]),
    );
    expect(await readBulk(ctx, id)).toMatchObject({
      status: "COMPLETED",
      totalCount: 3,
      succeededCount: 3,
    });
    const { data } = await listRuns(ctx, listRunsQuery.parse({ "filter[bulkAction]": id }));
    expect(data.map((run) => run.id).reverse()).toEqual(
      replays.map((run) => friendlyId("run", run.id)),
    );
  });

  it("replays none of its own, though they match and another clock is behind", async () => {
    const { ctx } = await createWorkspace(database.db);
    for (let i = 0; i < 3; i++) await insertRun(ctx, "QUEUED", { tags: ["x"] });
    const id = await createBulk(ctx, { action: "replay", filter: { tag: "x" } });
    // An id from the future: whatever is made from now on looks older than the action.
    const future = "ffffffff-ffff-7fff-bfff-ffffffffffff";
    const where = { environmentId: ctx.environment.id };
    await ctx.db.prisma.bulkAction.updateMany({ where, data: { id: future } });
    await workAll(ctx);
    expect(await replaysIn(ctx)).toHaveLength(3);
    expect(id).toMatch(/^bulk_/);
  });

  it("makes none twice when a slice is repeated", async () => {
    const { ctx } = await createWorkspace(database.db);
    for (let i = 0; i < 3; i++) await insertRun(ctx, "FAILED");
    const id = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    await workAll(ctx);
    await ctx.db.prisma.bulkAction.updateMany({
      where: { environmentId: ctx.environment.id },
      data: { status: "PENDING", completedAt: null, lastRunId: null },
    });
    await workAll(ctx);
    expect(await replaysIn(ctx)).toHaveLength(3);
    expect(await readBulk(ctx, id)).toMatchObject({ status: "COMPLETED", succeededCount: 3 });
  });

  it("counts what cannot be replayed, says why, and does the others", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "FAILED");
    // No trigger could have stored this: a size that was allowed once, say.
    const large = await insertRun(ctx, "FAILED", { payload: "x".repeat(11 * 1024 * 1024) });
    const odd = await insertRun(ctx, "FAILED", { concurrencyKey: "k".repeat(2_000) });
    await insertRun(ctx, "FAILED");
    const id = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    await workAll(ctx);
    const action = await readBulk(ctx, id);
    expect(action).toMatchObject({ status: "COMPLETED", succeededCount: 2, failedCount: 2 });
    expect(action.failure).toMatch(friendlyId("run", large));
    expect((await replaysIn(ctx)).map((run) => run.replayedFromRunId)).not.toContain(odd);
  });

  it("takes few runs at once when their payloads are large", async () => {
    const { ctx } = await createWorkspace(database.db);
    const payload = JSON.stringify("x".repeat(9 * 1024 * 1024));
    for (let i = 0; i < 3; i++) await insertRun(ctx, "FAILED", { payload });
    await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    expect(await workAll(ctx)).toBe(3);
    expect(await replaysIn(ctx)).toHaveLength(3);
  });
});
