import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  later,
  readAttempts,
  readHistory,
  readJobs,
  readRun,
  startRun,
  startRuns,
  succeeded,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { recoverLostWorkers } from "#worker/services/workers/recover.ts";
import { nameJobPool, registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

async function deployed(maxAttempts = 3): Promise<EnvironmentContext> {
  // Workers belong to no environment: those of an earlier test are over.
  await database.db.prisma.worker.updateMany({ data: { stoppedAt: new Date() } });
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts } }]);
  return workspace.ctx;
}

/** A worker that has executed this run and was not heard since. */
async function executing(ctx: EnvironmentContext) {
  const { id, friendlyId } = await trigger(ctx, "hello");
  const { workerId, attempts } = await startRuns(ctx, [id]);
  const [attempt] = attempts;
  if (!attempt) throw new Error("The run did not start.");
  return { runId: id, friendlyId, workerId, attempt };
}

/** As their reapers report it. */
async function killWorkers(ctx: ServiceContext, but: string[] = []): Promise<void> {
  await ctx.db.prisma.worker.updateMany({
    where: { stoppedAt: null, id: { notIn: but } },
    data: { stoppedAt: new Date() },
  });
}

/** When all workers are dead, but these. */
async function recoverFromDeath(ctx: ServiceContext, but?: string[]): Promise<number> {
  await killWorkers(ctx, but);
  return recoverLostWorkers(ctx);
}

describe("a worker that is dead", () => {
  it("has its attempt retried", async () => {
    const ctx = await deployed();
    const { runId } = await executing(ctx);
    const retries: [string, number][] = [];
    await killWorkers(ctx);
    await recoverLostWorkers(ctx, (...retry) => retries.push(retry));
    expect(retries).toEqual([[ctx.environment.id, expect.any(Number)]]);
    expect(retries[0]?.[1]).toBeGreaterThan(0);
    expect(await readRun(ctx, runId)).toMatchObject({ status: "QUEUED", attemptNumber: 1 });
    expect((await readHistory(ctx, runId)).at(-1)).toEqual(["QUEUED", "Attempt 1 of 3 failed"]);
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { status: "CRASHED", error: { code: "TASK_RUN_STALLED_EXECUTING" } },
    ]);
  });

  it("crashes a run that has no attempt left", async () => {
    const ctx = await deployed(1);
    const { runId } = await executing(ctx);
    await recoverFromDeath(ctx);
    const run = await readRun(ctx, runId);
    expect(run).toMatchObject({
      status: "CRASHED",
      finishedAt: expect.any(Date),
      error: { code: "TASK_RUN_STALLED_EXECUTING" },
    });
  });

  it("leaves a canceled run canceled and closes its attempt", async () => {
    const ctx = await deployed();
    const { runId, friendlyId } = await executing(ctx);
    await cancelRun(ctx, friendlyId);
    await recoverFromDeath(ctx);
    expect((await readRun(ctx, runId)).status).toBe("CANCELED");
    expect(await readAttempts(ctx, runId)).toMatchObject([{ status: "CANCELED" }]);
  });

  it("is recovered from once, however many look", async () => {
    const ctx = await deployed();
    const { runId } = await executing(ctx);
    await killWorkers(ctx);
    await Promise.all(Array.from({ length: 4 }, () => recoverLostWorkers(ctx)));
    const queued = (await readHistory(ctx, runId)).filter(([status]) => status === "QUEUED");
    expect(queued).toHaveLength(1);
  });

  it("cannot complete its attempt any more when it comes back", async () => {
    const ctx = await deployed();
    const { runId, attempt } = await executing(ctx);
    await recoverFromDeath(ctx);
    const second = await startRun(later(ctx, 10_000), runId);
    expect(await completeAttempt(ctx, attempt, succeeded())).toMatchObject({ isAccepted: false });
    expect(await readRun(ctx, runId)).toMatchObject({
      status: "EXECUTING",
      attemptNumber: second.number,
    });
  });
});

describe("runs that were admitted and not started", () => {
  /** A worker that has taken the job of an admitted run from the queue this long ago. */
  async function taken(ctx: EnvironmentContext, { lockedMsAgo }: { lockedMsAgo: number }) {
    const { id: runId } = await trigger(ctx, "hello");
    await admitRuns(ctx, ctx.environment.id);
    const workerId = await registerWorker(ctx, { slots: 1, version: "test" });
    const jobPool = newId();
    await nameJobPool(ctx, workerId, jobPool);
    const lock = async (ms: number) => {
      await ctx.db.pool.query(
        `UPDATE graphile_worker._private_jobs
         SET locked_at = now() - make_interval(secs => $1::float8 / 1000), locked_by = $2, attempts = 1
         WHERE (payload ->> 'runId')::uuid = $3`,
        [ms, jobPool, runId],
      );
    };
    await lock(lockedMsAgo);
    return { runId, workerId, lock };
  }

  it("go back to the queue when their worker is lost, and cost nothing", async () => {
    const ctx = await deployed();
    const { runId } = await taken(ctx, { lockedMsAgo: 5_000 });
    await recoverFromDeath(ctx);
    expect(await readRun(ctx, runId)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    expect(await readJobs(ctx)).toEqual([]);
    expect((await readHistory(ctx, runId)).at(-1)).toEqual([
      "QUEUED",
      "Its worker was lost before it started",
    ]);
    await admitRuns(ctx, ctx.environment.id);
    expect(await readJobs(ctx)).toMatchObject([{ runId }]);
  });

  it("go back later when their worker took them right before it died", async () => {
    const ctx = await deployed();
    const { runId, lock } = await taken(ctx, { lockedMsAgo: 0 });
    await recoverFromDeath(ctx);
    await lock(5_000);
    await recoverFromDeath(ctx);
    expect(await readRun(ctx, runId)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
  });

  it("stay with a worker that lives", async () => {
    const ctx = await deployed();
    const { runId, workerId } = await taken(ctx, { lockedMsAgo: 5_000 });
    // Another worker is lost meanwhile.
    await registerWorker(ctx, { slots: 1, version: "test" });
    await recoverFromDeath(ctx, [workerId]);
    expect((await readRun(ctx, runId)).status).toBe("DEQUEUED");
    expect(await readJobs(ctx)).toHaveLength(1);
  });

  it("stay in the queue of jobs when nobody has taken them", async () => {
    const ctx = await deployed();
    const { id } = await trigger(ctx, "hello");
    await admitRuns(ctx, ctx.environment.id);
    await recoverFromDeath(ctx);
    expect((await readRun(ctx, id)).status).toBe("DEQUEUED");
    expect(await readJobs(ctx)).toHaveLength(1);
  });

  it("have their jobs removed when they have started, and are recovered as attempts", async () => {
    const ctx = await deployed();
    const { runId } = await taken(ctx, { lockedMsAgo: 5_000 });
    await startRuns(ctx, [runId]);
    await recoverFromDeath(ctx);
    expect(await readJobs(ctx)).toEqual([]);
    expect(await readRun(ctx, runId)).toMatchObject({ status: "QUEUED", attemptNumber: 1 });
  });
});

describe("a run whose deployment is gone", () => {
  it("crashes with its worker, and does not keep the others from going on", async () => {
    const ctx = await deployed();
    const other = await executing(ctx);
    const { runId } = await executing(ctx);
    // No process remembers it.
    const deploymentId = newId();
    await ctx.db.prisma.attempt.updateMany({ where: { runId }, data: { deploymentId } });
    await recoverFromDeath(ctx);
    expect((await readRun(ctx, runId)).status).toBe("CRASHED");
    expect((await readRun(ctx, other.runId)).status).toBe("QUEUED");
  });
});
