import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readHistory, readJobs, readRun, startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { nameJobPool, registerWorker } from "#worker/services/workers/register.ts";
import { returnOrphanedJobs, returnStrayJobs } from "#worker/services/workers/return-jobs.ts";

const database = useDatabase();

/** A run whose job a living worker took this long ago. */
async function taken(lockedMsAgo: number) {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const { ctx } = workspace;
  const { id: runId } = await trigger(ctx, "t");
  await admitRuns(ctx, ctx.environment.id);
  const workerId = await registerWorker(ctx, { slots: 1, version: "test" });
  const jobPool = newId();
  await nameJobPool(ctx, workerId, jobPool);
  await ctx.db.pool.query(
    `UPDATE graphile_worker._private_jobs
     SET locked_at = now() - make_interval(secs => $1::float8 / 1000), locked_by = $2, attempts = 1
     WHERE (payload ->> 'runId')::uuid = $3`,
    [lockedMsAgo, jobPool, runId],
  );
  return { ctx, runId, workerId };
}

describe("returnStrayJobs", () => {
  it("queues the run of a job that its worker does not know of, at no cost", async () => {
    const { ctx, runId, workerId } = await taken(6_000);
    expect(await returnStrayJobs(ctx, { workerId, heldRunIds: [] })).toBe(1);
    expect(await readRun(ctx, runId)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    expect(await readJobs(ctx)).toEqual([]);
    expect(await returnStrayJobs(ctx, { workerId, heldRunIds: [] })).toBe(0);
  });

  it("leaves alone what the worker holds, what it has just taken, and what another has", async () => {
    const held = await taken(6_000);
    const { ctx, runId, workerId } = held;
    expect(await returnStrayJobs(ctx, { workerId, heldRunIds: [runId] })).toBe(0);
    const fresh = await taken(1_000);
    expect(await returnStrayJobs(fresh.ctx, { workerId: fresh.workerId, heldRunIds: [] })).toBe(0);
    expect((await readRun(ctx, runId)).status).toBe("DEQUEUED");
    expect((await readRun(fresh.ctx, fresh.runId)).status).toBe("DEQUEUED");
  });

  it("removes the job of a run that has started, and leaves the run to its attempt", async () => {
    const { ctx, runId, workerId } = await taken(6_000);
    await startRuns(ctx, [runId]);
    expect(await returnStrayJobs(ctx, { workerId, heldRunIds: [] })).toBe(0);
    expect((await readRun(ctx, runId)).status).toBe("EXECUTING");
    expect(await readJobs(ctx)).toEqual([]);
  });
});

describe("returnOrphanedJobs", () => {
  it("returns the jobs of a worker that is gone, and no others", async () => {
    const gone = await taken(6_000);
    const alive = await taken(6_000);
    const where = { id: gone.workerId };
    await gone.ctx.db.prisma.worker.update({ where, data: { stoppedAt: new Date() } });
    expect(await returnOrphanedJobs(gone.ctx)).toBe(1);
    expect((await readRun(gone.ctx, gone.runId)).status).toBe("QUEUED");
    expect((await readRun(alive.ctx, alive.runId)).status).toBe("DEQUEUED");
  });

  it("returns a job that has failed: nobody would fetch it again", async () => {
    const { ctx, runId } = await taken(6_000);
    await ctx.db.pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL
       WHERE (payload ->> 'runId')::uuid = $1`,
      [runId],
    );
    expect(await returnOrphanedJobs(ctx)).toBe(1);
    expect((await readHistory(ctx, runId)).at(-1)).toEqual([
      "QUEUED",
      "Its job failed before it started",
    ]);
  });

  it("returns a job of a size that no worker asks for any more, and not one that is asked for", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "t" }]);
    const { ctx } = workspace;
    // What earlier tests have left.
    await ctx.db.prisma.worker.updateMany({ data: { stoppedAt: new Date() } });
    await returnOrphanedJobs(ctx);
    const large = { slots: 2, version: "test" };
    const id = await registerWorker(ctx, large);
    const room = { cpu: 1, memoryMb: 1024 };
    await registerWorker(ctx, { ...large, room });
    const small = await trigger(ctx, "t", { machine: "micro" });
    const run = await trigger(ctx, "t", { machine: "large-2x" });
    await admitRuns(ctx, ctx.environment.id);
    await ctx.db.pool.query(
      "UPDATE graphile_worker._private_jobs SET created_at = now() - interval '3 seconds'",
    );
    expect(await returnOrphanedJobs(ctx)).toBe(0);
    await ctx.db.prisma.worker.update({ where: { id }, data: { stoppedAt: new Date() } });
    expect(await returnOrphanedJobs(ctx)).toBe(1);
    expect((await readRun(ctx, run.id)).status).toBe("QUEUED");
    expect((await readRun(ctx, small.id)).status).toBe("DEQUEUED");
  });
});
