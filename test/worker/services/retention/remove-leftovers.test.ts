import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun } from "#test/support/runs.ts";
import { complete, createToken, waitForToken } from "#test/support/waitpoints.ts";
import { createWorkspace, deployTasks, systemContext } from "#test/support/workspace.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { removeLeftovers } from "#worker/services/retention/remove-leftovers.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const NOW = new Date("2026-05-06T00:00:00Z");
const LONG_AGO = new Date("2026-01-01T00:00:00Z");

describe("removeLeftovers", () => {
  it("removes old uploads, batches without runs, finished bulk actions, and workers that are gone", async () => {
    const { prisma } = database.db;
    const { ctx } = await createWorkspace(database.db);
    const environmentId = ctx.environment.id;
    const packet = { environmentId, contentType: "text/plain", content: "" };
    const yesterday = new Date(NOW.getTime() - 90_000_000);
    await prisma.packet.createMany({
      data: [
        { ...packet, name: "old", createdAt: yesterday },
        { ...packet, name: "new", createdAt: NOW },
      ],
    });
    const past = at(ctx, LONG_AGO);
    const batches = [
      await createBatch(past, { runCount: 1 }),
      await createBatch(past, { runCount: 1 }),
      await createBatch(at(ctx, NOW), { runCount: 1 }),
    ];
    const rows = await prisma.batch.findMany({ orderBy: { id: "asc" }, select: { id: true } });
    await insertRun(ctx, "COMPLETED", { batchId: rows[0]?.id ?? "" });
    const tag = { action: "cancel", filter: { tag: "none" } };
    const old = await createBulk(past, tag);
    await workAll(past);
    const [pending, recent] = [await createBulk(past, tag), await createBulk(at(ctx, NOW), tag)];
    const worker = { slots: 1, version: "1" };
    const [gone, alive] = [await registerWorker(past, worker), await registerWorker(past, worker)];
    await unregisterWorker(past, gone);
    const spent = (byte: number, expiresAt: Date) => ({
      hash: new Uint8Array([byte]),
      environmentId,
      expiresAt,
    });
    await prisma.spentToken.createMany({ data: [spent(1, yesterday), spent(2, NOW)] });
    const madeBefore = new Date("2026-04-01T00:00:00Z");
    await removeLeftovers(at(systemContext(database.db), NOW), { madeBefore });
    await expect(readBulk(ctx, old)).rejects.toThrow();
    await expect(readBulk(ctx, pending)).resolves.toMatchObject({ status: "PENDING" });
    await expect(readBulk(ctx, recent)).resolves.toBeDefined();
    expect(await prisma.packet.findMany({ select: { name: true } })).toEqual([{ name: "new" }]);
    expect(await prisma.batch.count()).toBe(batches.length - 1);
    expect(await prisma.spentToken.findMany({ select: { hash: true } })).toEqual([
      { hash: new Uint8Array([2]) },
    ]);
    expect(await prisma.worker.findMany({ select: { id: true } })).toEqual([{ id: alive }]);
  });

  it("removes tokens that ended long ago, unless a run's journal refers to them", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const past = at(workspace.ctx, LONG_AGO);
    const [ended, waiting, waitedFor] = [
      await createToken(past),
      await createToken(past),
      await createToken(past),
    ];
    await waitForToken(workspace.ctx, waitedFor);
    await complete(past, ended);
    await complete(past, waitedFor);
    const recent = await createToken(workspace.ctx);
    await complete(workspace.ctx, recent);
    const madeBefore = new Date("2026-04-01T00:00:00Z");
    await removeLeftovers(at(systemContext(database.db), NOW), { madeBefore });
    const left = await database.db.prisma.waitpoint.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).sort()).toEqual([waiting.id, waitedFor.id, recent.id].sort());
  });
});
