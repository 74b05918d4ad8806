import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { whileHolding } from "#test/support/runs.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { workSlice } from "#worker/services/bulk-actions/work-slice.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

async function withRuns(count: number, status: "FAILED" | "QUEUED"): Promise<Workspace["ctx"]> {
  const { ctx } = await createWorkspace(database.db);
  const now = new Date();
  await ctx.db.prisma.run.createMany({
    data: Array.from({ length: count }, () => ({
      id: newId(),
      environmentId: ctx.environment.id,
      taskSlug: "hello",
      status,
      queueName: "task/hello",
      queueOrder: now,
      queuedAt: now,
      tags: [],
      ...(status === "FAILED" && { finishedAt: now }),
    })),
  });
  return ctx;
}

function countReplays(ctx: Workspace["ctx"]): Promise<number> {
  const where = { environmentId: ctx.environment.id, replayedFromRunId: { not: null } };
  return ctx.db.prisma.run.count({ where });
}

describe("workSlice", () => {
  it("does nothing where there is nothing to do", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(await workSlice(ctx)).toBe(false);
  });

  it("goes on where the last slice ended, whoever did it, and counts along", async () => {
    const ctx = await withRuns(450, "FAILED");
    const id = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    await workSlice(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({ status: "PENDING", succeededCount: 200 });
    await Promise.all([workAll(ctx), workAll(ctx), workAll(ctx)]);
    await workAll(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({ status: "COMPLETED", succeededCount: 450 });
    expect(await countReplays(ctx)).toBe(450);
  });

  it("leaves nothing of a slice whose worker dies before it is committed", async () => {
    const ctx = await withRuns(3, "FAILED");
    const id = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    // The progress is the last statement: by then the runs are inserted.
    const trigger = (body: string) =>
      ctx.db.pool.query(`
        CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
        CREATE OR REPLACE TRIGGER die BEFORE UPDATE ON bulk_action FOR EACH ROW EXECUTE FUNCTION die()`);
    await trigger("PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW;");
    await expect(workSlice(ctx)).rejects.toThrow();
    expect(await countReplays(ctx)).toBe(0);
    await trigger("RETURN NEW;");
    await workAll(ctx);
    expect(await countReplays(ctx)).toBe(3);
    expect(await readBulk(ctx, id)).toMatchObject({ status: "COMPLETED", succeededCount: 3 });
    await ctx.db.pool.query("DROP FUNCTION die CASCADE");
  });

  it("takes turns between actions", async () => {
    const ctx = await withRuns(1_000, "FAILED");
    const large = await createBulk(ctx, { action: "replay", filter: { status: "FAILED" } });
    await workSlice(ctx);
    const small = await createBulk(ctx, { action: "replay", filter: { tag: "none" } });
    await workSlice(ctx);
    await workSlice(ctx);
    expect((await readBulk(ctx, small)).status).toBe("COMPLETED");
    expect((await readBulk(ctx, large)).status).toBe("PENDING");
    await ctx.db.prisma.bulkAction.deleteMany();
  });

  it("leaves one that another worker is at, and does the next", async () => {
    const ctx = await withRuns(1, "QUEUED");
    const held = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
    const free = await createBulk(ctx, { action: "cancel", filter: { tag: "none" } });
    const lock = {
      text: "SELECT FROM bulk_action WHERE id = $1 FOR UPDATE",
      values: [parseFriendlyId("bulk", held)],
    };
    await whileHolding(ctx.db.pool, lock, () => workAll(ctx));
    expect((await readBulk(ctx, free)).status).toBe("COMPLETED");
    expect((await readBulk(ctx, held)).status).toBe("PENDING");
    await workAll(ctx);
    expect((await readBulk(ctx, held)).status).toBe("COMPLETED");
  });

  it("counts first where the count was left to it", async () => {
    const ctx = await withRuns(2, "QUEUED");
    const id = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
    await ctx.db.prisma.bulkAction.updateMany({ data: { totalCount: null } });
    await workSlice(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({ totalCount: 2, succeededCount: 0 });
    await workAll(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({ totalCount: 2, succeededCount: 2 });
  });

  it("gives up on a filter that nobody can read any more, and cancels nothing", async () => {
    const ctx = await withRuns(1, "QUEUED");
    const id = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
    const filter = { "filter[status]": "QUEUED", "filter[gone]": "x" };
    await ctx.db.prisma.bulkAction.updateMany({ where: { status: "PENDING" }, data: { filter } });
    await workAll(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({
      status: "ABORTED",
      succeededCount: 0,
      failure: expect.stringContaining("filter[gone]"),
    });
  });
});
