import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { useRegisteredWorkers } from "#test/support/registered-workers.ts";
import {
  completeAttempt,
  readAttempts,
  readHistory,
  readJobs,
  readRun,
  startRuns,
  succeeded,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { type Admission, admitRuns, type Host } from "#worker/services/queues/admit.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { announceStop, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

beforeEach(() =>
  database.db.pool.query("DELETE FROM run; DELETE FROM graphile_worker._private_jobs"),
);
const addWorker = useRegisteredWorkers(database);

/** An environment whose task this process has started before. */
async function prepare(): Promise<EnvironmentContext> {
  const workspace = await createWorkspace(database.db, { slug: "prod" });
  const { ctx } = workspace;
  await deployTasks(workspace, [{ id: "hello" }, { id: "large", machine: "medium-1x" }]);
  for (const taskId of ["hello", "large"]) {
    const { id } = await trigger(ctx, taskId);
    const { workerId, attempts } = await startRuns(ctx, [id]);
    await unregisterWorker(ctx, workerId);
    if (attempts[0]) await completeAttempt(ctx, attempts[0], succeeded());
  }
  await ctx.db.pool.query("DELETE FROM graphile_worker._private_jobs");
  return ctx;
}

interface Here {
  admission: Admission;
  started: StartedAttempt[];
}

async function admitHere(
  ctx: EnvironmentContext,
  { workerId, free, held = 0 }: { workerId: string; free: number; held?: number },
): Promise<Here> {
  const started: StartedAttempt[] = [];
  const keep: Host["keep"] = (count) => ({
    count: Math.min(count, free),
    use: (attempts) => started.push(...attempts),
  });
  const host = { workerId, look: () => ({ free, held }), keep };
  return { admission: await admitRuns(ctx, ctx.environment.id, { host }), started };
}

async function triggerMany(
  ctx: EnvironmentContext,
  count: number,
  options: Parameters<typeof trigger>[2] = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await trigger(ctx, "hello", options)).id);
  return ids;
}

async function statuses(ctx: EnvironmentContext, ids: string[]): Promise<string[]> {
  const runs = await Promise.all(ids.map((id) => readRun(ctx, id)));
  return runs.map(({ status }) => status);
}

describe("a worker that admits and has places", () => {
  it("starts what it takes out of the queue at once, in the order of the line, and without a job", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const ids = await triggerMany(ctx, 3);
    const { admission, started } = await admitHere(ctx, { workerId, free: 5 });
    // Nobody knows beforehand how long the line is.
    const hasReturnedPlaces = true;
    expect(admission).toEqual({
      ...{ outcome: "DONE", admitted: 3, areWorkersFull: false, hasReturnedPlaces },
    });
    expect(started.map(({ runId }) => runId)).toEqual(ids);
    expect(await readJobs(ctx)).toEqual([]);
    const [first = ""] = ids;
    expect(await readRun(ctx, first)).toMatchObject({
      ...{ status: "EXECUTING", attemptNumber: 1, machine: "small-1x" },
      deploymentId: started[0]?.deployment.id,
      startedAt: started[0]?.startedAt,
    });
    expect(await readAttempts(ctx, first)).toMatchObject([
      { id: started[0]?.id, number: 1, status: "EXECUTING", workerId },
    ]);
    // Both steps stand on the timeline.
    expect(await readHistory(ctx, first)).toEqual([["DEQUEUED"], ["EXECUTING"]]);
  });

  it("takes no more than it has places, while it is alone", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const ids = await triggerMany(ctx, 3);
    const { admission } = await admitHere(ctx, { workerId, free: 2 });
    expect(admission).toMatchObject({ admitted: 2, areWorkersFull: true });
    expect(await statuses(ctx, ids)).toEqual(["EXECUTING", "EXECUTING", "QUEUED"]);
    expect((await admitHere(ctx, { workerId, free: 0, held: 2 })).admission).toEqual({
      outcome: "DONE",
      admitted: 0,
      areWorkersFull: true,
    });
    expect(await readJobs(ctx)).toEqual([]);
  });

  it("gives out with jobs what others have, when it has none itself", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    await addWorker(1);
    const ids = await triggerMany(ctx, 3);
    const { admission, started } = await admitHere(ctx, { workerId, free: 0 });
    expect(admission).toMatchObject({ admitted: 1, areWorkersFull: true });
    expect(started).toEqual([]);
    expect(await readJobs(ctx)).toMatchObject([{ runId: ids[0] }]);
  });

  it("starts no more in a period than the rate limit says", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const limited = { name: "limited", type: "CUSTOM", rateLimit: 2 } as const;
    const rate = { ratePeriodMs: 3_600_000, rateScope: "QUEUE" } as const;
    const environmentId = ctx.environment.id;
    await ctx.db.prisma.queue.create({ data: { id: newId(), environmentId, ...limited, ...rate } });
    const ids = await triggerMany(ctx, 3, { queue: { name: "limited" } });
    await admitHere(ctx, { workerId, free: 5 });
    await admitHere(ctx, { workerId, free: 5 });
    expect(await statuses(ctx, ids)).toEqual(["EXECUTING", "EXECUTING", "QUEUED"]);
  });

  it("gives the job of a run to whoever has room for it, where it needs more than a place of the default machine", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const [large = "", small = ""] = [
      (await trigger(ctx, "large")).id,
      (await trigger(ctx, "hello")).id,
    ];
    const { admission, started } = await admitHere(ctx, { workerId, free: 5 });
    expect(started.map(({ runId }) => runId)).toEqual([small]);
    expect(admission).toMatchObject({ admitted: 2, hasReturnedPlaces: true });
    expect(await readJobs(ctx)).toMatchObject([{ runId: large }]);
  });

  it("starts nothing once somebody drains it, or has given it up", async () => {
    const ctx = await prepare();
    const [draining, lost] = [await addWorker(5), await addWorker(5)];
    await addWorker(5);
    await announceStop(ctx, draining);
    await unregisterWorker(ctx, lost);
    for (const workerId of [draining, lost]) {
      const ids = await triggerMany(ctx, 1);
      const { started } = await admitHere(ctx, { workerId, free: 5 });
      expect(started).toEqual([]);
      expect(await statuses(ctx, ids)).toEqual(["DEQUEUED"]);
    }
    expect(await readJobs(ctx)).toHaveLength(2);
  });

  it("starts nothing of an environment that was paused after it had looked", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const ids = await triggerMany(ctx, 1);
    let pausing: Promise<unknown> | undefined;
    const started: StartedAttempt[] = [];
    // Between its two statements.
    const keep: Host["keep"] = (count) => {
      pausing = pauseEnvironment(ctx);
      return { count, use: (attempts) => started.push(...attempts) };
    };
    const host = { workerId, look: () => ({ free: 5, held: 0 }), keep };
    await admitRuns(ctx, ctx.environment.id, { host });
    await pausing;
    const [status] = await statuses(ctx, ids);
    // Whichever came first: it has started before the pause answered, or it is still in the queue.
    expect(status).toBe(started.length > 0 ? "EXECUTING" : "QUEUED");
  });

  it("lets those start apart, with jobs, whose start the database refuses together", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    const ids = await triggerMany(ctx, 2);
    await ctx.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'No' USING ERRCODE = '23514'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON attempt FOR EACH ROW
        WHEN (NEW.run_id = '${ids[0]}') EXECUTE FUNCTION refuse();`);
    const { started } = await admitHere(ctx, { workerId, free: 5 });
    await ctx.db.pool.query("DROP FUNCTION refuse CASCADE");
    expect(started).toEqual([]);
    expect(await statuses(ctx, ids)).toEqual(["DEQUEUED", "DEQUEUED"]);
    expect(await readJobs(ctx)).toHaveLength(2);
  });

  it("gives back the places it kept when the admission fails", async () => {
    const ctx = await prepare();
    const workerId = await addWorker(5);
    await triggerMany(ctx, 1);
    const used: number[] = [];
    const keep: Host["keep"] = (count) => ({
      count,
      use: (attempts) => used.push(attempts.length),
    });
    const host = { workerId, look: () => ({ free: 5, held: 0 }), keep };
    // What it reads is there; what it writes is not.
    await ctx.db.pool.query("ALTER TABLE run_event RENAME TO elsewhere");
    await expect(admitRuns(ctx, ctx.environment.id, { host })).rejects.toThrow("run_event");
    await ctx.db.pool.query("ALTER TABLE elsewhere RENAME TO run_event");
    expect(used).toEqual([0]);
    await admitRuns(ctx, ctx.environment.id, { host });
    expect(used).toEqual([0, 1]);
  });
});
