import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { useDatabase } from "#test/support/database.ts";
import { startAll } from "#test/support/queues.ts";
import { insertRun, readJobs, whileHolding } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { type AdmissionLoop, createAdmissionLoop } from "#worker/jobs/admission-loop.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const loops: AdmissionLoop[] = [];
const errors: unknown[] = [];

afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop();
});

function start(ctx: ServiceContext): AdmissionLoop {
  const loop = createAdmissionLoop(ctx, (error) => errors.push(error));
  loops.push(loop);
  return loop;
}

async function admitted(ctx: EnvironmentContext, count: number): Promise<void> {
  await until(`${count} admitted`, async () => (await readJobs(ctx)).length === count);
}

describe("the admission loop", () => {
  it("admits when the bell rings", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    start(ctx).ring(ctx.environment.id);
    await admitted(ctx, 1);
  });

  it("admits what is queued while it is admitting", async () => {
    const { ctx } = await createWorkspace(database.db);
    const loop = start(ctx);
    for (let i = 0; i < 20; i++) {
      void insertRun(ctx, "QUEUED").then(() => loop.ring(ctx.environment.id));
      loop.ring(ctx.environment.id);
    }
    await admitted(ctx, 20);
  });

  it("goes on until nothing is left, over more than one batch", async () => {
    const { ctx } = await createWorkspace(database.db);
    const where = { id: ctx.environment.id };
    await ctx.db.prisma.environment.update({ where, data: { concurrencyLimit: 1000 } });
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags)
       SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'task/hello', now(), now(), '{}'
       FROM generate_series(1, 501)`,
      [ctx.environment.id],
    );
    start(ctx).ring(ctx.environment.id);
    await admitted(ctx, 501);
  });

  it("looks again while somebody else admits there", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    const other = createWorkspace(database.db);
    const lock = {
      text: "INSERT INTO admission_turn (environment_id, turn, last_queue) VALUES ($1, 1, '')",
      values: [ctx.environment.id],
    };
    const loop = start(ctx);
    await whileHolding(ctx.db.pool, lock, async () => {
      loop.ring(ctx.environment.id);
      // Another environment is served meanwhile.
      const { ctx: free } = await other;
      await insertRun(free, "QUEUED");
      loop.ring(free.environment.id);
      await admitted(free, 1);
      expect(await readJobs(ctx)).toEqual([]);
    });
    await admitted(ctx, 1);
  });

  it("looks seldom at a paused environment, and hears that it goes on", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    await pauseEnvironment(ctx);
    let looks = 0;
    const counting: ServiceContext = {
      ...systemContext(database.db),
      get db() {
        looks++;
        return database.db;
      },
    };
    const loop = start(counting);
    const startedAt = performance.now();
    loop.ring(ctx.environment.id);
    await until("many bells", () => {
      loop.ring(ctx.environment.id);
      return performance.now() - startedAt > 200;
    });
    const mostLooks = (performance.now() - startedAt) / 25 + 1;
    expect(looks).toBeGreaterThan(1);
    expect(looks).toBeLessThanOrEqual(mostLooks);
    await resumeEnvironment(ctx);
    loop.ring(ctx.environment.id);
    await admitted(ctx, 1);
  });

  it("rings later when told to, for a retry", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED", { queueOrder: new Date(Date.now() + 100) });
    const loop = start(ctx);
    loop.ring(ctx.environment.id);
    loop.ringIn(ctx.environment.id, 100);
    await admitted(ctx, 1);
  });

  it("looks again when a rate limit opens", async () => {
    const { ctx } = await createWorkspace(database.db);
    const environmentId = ctx.environment.id;
    const rate = { rateLimit: 1, ratePeriodMs: 300, rateScope: "QUEUE" } as const;
    const id = crypto.randomUUID();
    await ctx.db.prisma.queue.create({
      data: { id, environmentId, name: "task/hello", type: "TASK", ...rate },
    });
    for (let i = 0; i < 3; i++) await insertRun(ctx, "QUEUED");
    const startedAt = performance.now();
    const loop = start(ctx);
    for (let i = 0; i < 3; i++) {
      loop.ring(environmentId);
      await admitted(ctx, i + 1);
      await startAll(ctx);
    }
    expect(performance.now() - startedAt).toBeGreaterThan(590);
  });

  it("reports an error and answers the next ring", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    errors.length = 0;
    const gone = openDatabase(database.url);
    await gone.close();
    let isAway = true;
    const flaky: ServiceContext = {
      ...systemContext(database.db),
      get db() {
        return isAway ? gone : database.db;
      },
    };
    const loop = start(flaky);
    loop.ring(ctx.environment.id);
    await until("the error", () => errors.length === 1);
    isAway = false;
    loop.ring(ctx.environment.id);
    await admitted(ctx, 1);
  });

  it("deals the places of full workers in turn, whatever backlog an environment has", async () => {
    await database.db.pool.query("DELETE FROM run");
    const workerId = await registerWorker(systemContext(database.db), {
      slots: 2,
      version: "test",
    });
    const { ctx: busy } = await createWorkspace(database.db);
    const { ctx: quiet } = await createWorkspace(database.db);
    const loop = start(busy);
    for (let i = 0; i < 20; i++) await insertRun(busy, "QUEUED");
    loop.ring(busy.environment.id);
    await admitted(busy, 2);
    await insertRun(quiet, "QUEUED");
    loop.ring(quiet.environment.id);
    loop.ring(busy.environment.id);
    // Runs end one by one, and only the busy environment says so.
    await until("the turn of the quiet one", async () => {
      await busy.db.pool.query(`
        UPDATE run SET status = 'COMPLETED', finished_at = now()
        WHERE id = (SELECT id FROM run WHERE environment_id = '${busy.environment.id}' AND holds_slot LIMIT 1)`);
      loop.ring(busy.environment.id);
      return (await readJobs(quiet)).length === 1;
    });
    const where = { environmentId: busy.environment.id, status: "QUEUED" } as const;
    expect(await busy.db.prisma.run.count({ where })).toBeGreaterThan(0);
    await unregisterWorker(systemContext(database.db), workerId);
  });

  it("does nothing after it was stopped", async () => {
    const { ctx } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    const loop = start(ctx);
    loop.ringIn(ctx.environment.id, 1);
    await loop.stop();
    loop.ring(ctx.environment.id);
    loop.ringIn(ctx.environment.id, 0);
    await loop.stop();
    expect(await readJobs(ctx)).toEqual([]);
  });
});
