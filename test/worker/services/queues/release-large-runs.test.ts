import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit } from "#test/support/queues.ts";
import { insertRun, readJobs, readRun, whileHolding } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { releaseLargeRuns } from "#worker/services/queues/release-large-runs.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const workers: string[] = [];

beforeEach(async () => {
  await database.db.pool.query("DELETE FROM run");
  for (const id of workers.splice(0)) await unregisterWorker(systemContext(database.db), id);
});

async function addWorker(cpu: number, memoryMb: number): Promise<void> {
  const room = { cpu, memoryMb };
  const ctx = systemContext(database.db);
  workers.push(await registerWorker(ctx, { slots: 10, version: "test", room }));
}

describe("a run that is too large for every worker", () => {
  it("stands beside its lane, says why, and comes back when there is one", async () => {
    const { ctx } = await createWorkspace(database.db);
    await addWorker(2.5, 4096);
    const large = await insertRun(ctx, "QUEUED", { machine: "large-1x" });
    const small = await insertRun(ctx, "QUEUED");
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, small)).status).toBe("DEQUEUED");
    expect(await readRun(ctx, large)).toMatchObject({
      status: "QUEUED",
      neededMachine: "large-1x",
      laneOrder: null,
    });
    const { blockers } = await whyWaiting(ctx, friendlyId("run", large));
    expect(blockers).toMatchObject([
      { kind: "NO_WORKER_LARGE_ENOUGH", machine: "large-1x", largest: { cpu: 2.5, memoryGb: 4 } },
    ]);
    expect(await releaseLargeRuns(ctx)).toBe(0);
    expect(await admit(ctx)).toBe(0);

    await addWorker(4, 8192);
    expect(await releaseLargeRuns(ctx)).toBe(1);
    expect(await admit(ctx)).toBe(1);
    expect(await readRun(ctx, large)).toMatchObject({ status: "DEQUEUED", machine: "large-1x" });
    expect(await readJobs(ctx)).toHaveLength(2);
  });

  it("comes back in batches, each time the first ones that nobody else changes", async () => {
    const { ctx } = await createWorkspace(database.db);
    await addWorker(4, 8192);
    const needed = { machine: "large-1x", neededMachine: "large-1x" };
    const held = await insertRun(ctx, "QUEUED", needed);
    await insertRun(ctx, "CANCELED", needed);
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags, needed_machine)
       SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'q', now(), now(), '{}', machine
       FROM unnest('{medium-1x,large-1x,large-2x}'::text[]) AS machine, generate_series(1, 600)`,
      [ctx.environment.id],
    );
    const lock = { text: "SELECT FROM run WHERE id = $1 FOR UPDATE", values: [held] };
    const released = await whileHolding(ctx.db.pool, lock, async () => [
      await releaseLargeRuns(ctx),
      await releaseLargeRuns(ctx),
    ]);
    expect(released[0]).toBeGreaterThanOrEqual(999);
    expect(released[0]).toBeLessThanOrEqual(1_000);
    expect(released.reduce((sum, count) => sum + count)).toBe(1_200);
    expect([await releaseLargeRuns(ctx), await releaseLargeRuns(ctx)]).toEqual([1, 0]);
  });

  it("is one by its task's machine too", async () => {
    const workspace = await createWorkspace(database.db);
    await addWorker(2.5, 4096);
    await deployTasks(workspace, [{ id: "hello", machine: "large-2x" }]);
    const id = await insertRun(workspace.ctx, "QUEUED");
    expect(await admit(workspace.ctx)).toBe(0);
    expect((await readRun(workspace.ctx, id)).neededMachine).toBe("large-2x");
  });
});

describe("the room of the workers", () => {
  it("bounds what is admitted, and what does not fit right now lets others pass", async () => {
    const { ctx } = await createWorkspace(database.db);
    await addWorker(2, 4096);
    const first = await insertRun(ctx, "QUEUED", { machine: "medium-1x" });
    expect(await admit(ctx)).toBe(1);
    const whole = await insertRun(ctx, "QUEUED", { machine: "medium-2x" });
    for (let i = 0; i < 3; i++) await insertRun(ctx, "QUEUED", { machine: "small-1x" });
    // One vCPU is left: two of half a one.
    expect(await admit(ctx)).toBe(2);
    expect(await readRun(ctx, whole)).toMatchObject({ status: "QUEUED", neededMachine: null });
    await ctx.db.prisma.run.updateMany({
      where: { status: "DEQUEUED" },
      data: { status: "COMPLETED", finishedAt: new Date() },
    });
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, whole)).status).toBe("DEQUEUED");
    expect((await readRun(ctx, first)).status).toBe("COMPLETED");
  });
});
