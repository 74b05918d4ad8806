import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  readAttempts,
  readHistory,
  readRun,
  startRun,
  startRuns,
  threw,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();

async function deployed(slug: "dev" | "staging" | "prod" = "dev"): Promise<Workspace> {
  const workspace = await createWorkspace(database.db, { slug });
  await deployTasks(workspace, [{ id: "hello", filePath: "trigger/hello.ts" }]);
  return workspace;
}

describe("startAttempts", () => {
  it("opens the first attempt and moves the run", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", {}, { name: "Ada" });
    const { attempts, workerId } = await startRuns(ctx, [id]);
    const [attempt] = attempts;
    expect(attempt).toMatchObject({ runId: id, number: 1, environmentId: ctx.environment.id });
    const deploymentId = attempt?.deployment.id;
    expect(await readRun(ctx, id)).toMatchObject({
      status: "EXECUTING",
      attemptNumber: 1,
      deploymentId,
      startedAt: attempt?.startedAt,
    });
    expect(await readAttempts(ctx, id)).toMatchObject([
      { id: attempt?.id, number: 1, status: "EXECUTING", workerId, deploymentId },
    ]);
  });

  it("starts a run once that has come twice, by two jobs", async () => {
    const { ctx } = await deployed();
    // The second one takes the way of a task that is known.
    for (const { id } of [await trigger(ctx, "hello"), await trigger(ctx, "hello")]) {
      const { attempts } = await startRuns(ctx, [id, id]);
      expect(attempts).toEqual([expect.objectContaining({ runId: id }), null]);
      expect(await readAttempts(ctx, id)).toMatchObject([{ id: attempts[0]?.id }]);
    }
  });

  it("goes on in the trace of whoever triggered the run, in every attempt", async () => {
    const { ctx } = await deployed();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const request = { taskId: "hello", input: {} };
    const carried = { state: "congo=t61", baggage: "tenant=42" };
    const parent = { kind: "PARENT", traceparent, ...carried } as const;
    const child = await triggerRun(ctx, { ...request, trace: parent });
    const linked = await triggerRun(ctx, { ...request, trace: { kind: "LINK", traceparent } });
    const other = await triggerRun(ctx, request);
    const { attempts } = await startRuns(ctx, [child.id, linked.id, other.id]);
    const place = { traceId: "0af7651916cd43dd8448eb211c80319c", isSampled: true };
    expect(attempts.map((attempt) => attempt?.input.trace)).toEqual([
      { ...place, parentSpanId: "b7ad6b7169203331", ...carried },
      {
        traceId: linked.id.replaceAll("-", ""),
        isSampled: true,
        link: { ...place, spanId: "b7ad6b7169203331" },
      },
      { traceId: other.id.replaceAll("-", ""), isSampled: true },
    ]);
  });

  it("tells the process everything about its attempt", async () => {
    const { ctx, secretKey } = await deployed("prod");
    const { id, friendlyId: runId } = await trigger(
      ctx,
      "hello",
      {
        tags: ["x"],
        priority: 1.5,
        maxDuration: 60,
        maxAttempts: 5,
        machine: "medium-1x",
        test: true,
        metadata: { step: 1 },
      },
      { name: "Ada" },
    );
    const { input, deployment, startedAt, machine, maxDurationSeconds } = await startRun(ctx, id);
    expect({ machine, maxDurationSeconds }).toEqual({
      machine: "medium-1x",
      maxDurationSeconds: 60,
    });
    const { environment } = ctx;
    expect(input).toEqual({
      id: expect.any(String),
      taskId: "hello",
      payload: '{"name":"Ada"}',
      payloadType: "application/json",
      retry: expect.objectContaining({ maxAttempts: 5 }),
      retriesEnabled: true,
      env: { TRIGGER_SECRET_KEY: secretKey },
      metadata: { step: 1 },
      activeMsBefore: 0,
      logLevel: "info",
      trace: { traceId: id.replaceAll("-", ""), isSampled: true },
      waitEpoch: 0,
      hasJournal: false,
      isReplay: false,
      ctx: {
        attempt: { number: 1, startedAt },
        task: { id: "hello", filePath: "trigger/hello.ts" },
        run: {
          id: runId,
          tags: ["x"],
          isTest: true,
          isReplay: false,
          createdAt: expect.any(Date),
          startedAt,
          maxAttempts: 5,
          maxDuration: 60,
          version: deployment.version,
          priority: 1.5,
          baseCostInCents: 0,
        },
        queue: { id: expect.stringMatching(/^queue_/), name: "task/hello" },
        environment: {
          id: friendlyId("env", environment.id),
          slug: "prod",
          type: "PRODUCTION",
        },
        organization: environment.organization,
        project: environment.project,
        machine: { name: "medium-1x", cpu: 1, memory: 2, centsPerMs: 0 },
        deployment: {
          id: friendlyId("deployment", deployment.id),
          shortCode: friendlyId("deployment", deployment.id).slice(-8),
          version: deployment.version,
          runtime: "node",
          runtimeVersion: process.versions.node,
        },
      },
    });
  });

  it("names parent, root and the caller's own idempotency key", async () => {
    const { ctx } = await deployed();
    const root = await trigger(ctx, "hello");
    const { id } = await trigger(ctx, "hello", {
      parentRunId: root.friendlyId,
      idempotencyKey: "hash",
      idempotencyKeyOptions: { key: "order-7", scope: "attempt" },
      queue: { name: "undeclared" },
    });
    const { input } = await startRun(ctx, id);
    expect(input.ctx.run).toMatchObject({
      parentTaskRunId: root.friendlyId,
      rootTaskRunId: root.friendlyId,
      idempotencyKey: "order-7",
      idempotencyKeyScope: "attempt",
    });
    expect(input.ctx.queue).toEqual({ id: "undeclared", name: "undeclared" });
  });

  it("starts many at once and answers in the order it was asked", async () => {
    const { ctx } = await deployed();
    const runs = await Promise.all(Array.from({ length: 20 }, () => trigger(ctx, "hello")));
    const ids = runs.map((run) => run.id).reverse();
    const { attempts } = await startRuns(ctx, ids);
    expect(attempts.map((attempt) => attempt?.runId)).toEqual(ids);
  });

  it("gives a run to one of two workers", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await insertRun(ctx, "QUEUED");
    const results = await Promise.all([startRuns(ctx, [id]), startRuns(ctx, [id])]);
    expect(results.flatMap(({ attempts }) => attempts).filter(Boolean)).toHaveLength(1);
    expect(await readAttempts(ctx, id)).toHaveLength(1);
  });

  it("does nothing for a run that was canceled, or is not there", async () => {
    const { ctx } = await deployed();
    const { id, friendlyId: runId } = await trigger(ctx, "hello");
    await cancelRun(ctx, runId);
    expect((await startRuns(ctx, [id, newId()])).attempts).toEqual([null, null]);
    expect((await readRun(ctx, id)).status).toBe("CANCELED");
    expect(await readAttempts(ctx, id)).toEqual([]);
  });

  it("does nothing for a run that executes already", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await startRun(ctx, id);
    expect(await startAttempts(ctx, newId(), [id])).toEqual([null]);
    expect(await readAttempts(ctx, id)).toHaveLength(1);
  });
});

describe("the version that a run starts in", () => {
  it("is the current one at its start, and stays for its retries", async () => {
    const workspace = await deployed();
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello");
    const newer = await deployTasks(workspace, [{ id: "hello" }]);
    const first = await startRun(ctx, id);
    expect(first.deployment.id).toBe(newer);
    await completeAttempt(ctx, first, threw("Again", { delayMs: 0 }));
    await deployTasks(workspace, [{ id: "hello" }]);
    expect((await startRun(ctx, id)).deployment.id).toBe(newer);
  });

  it("is the one that the caller asked for", async () => {
    const workspace = await deployed();
    const { ctx } = workspace;
    const { version, id: older } = await ctx.db.prisma.deployment.findFirstOrThrow({
      where: { environmentId: ctx.environment.id },
    });
    await deployTasks(workspace, [{ id: "hello" }]);
    const { id } = await trigger(ctx, "hello", { lockToVersion: version });
    expect((await startRun(ctx, id)).deployment.id).toBe(older);
  });

  it("parks the run, with the reason, where it is missing", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", { lockToVersion: "20200101.1" });
    expect((await startRuns(ctx, [id])).attempts).toEqual([null]);
    expect(await readRun(ctx, id)).toMatchObject({ status: "PENDING_VERSION", attemptNumber: 0 });
    expect((await readHistory(ctx, id)).at(-1)).toEqual([
      "PENDING_VERSION",
      "Version 20200101.1, which the run asks for, is not deployed here",
    ]);
  });

  it("parks the run, with the reason, where it has no such task", async () => {
    const { ctx } = await deployed();
    const id = await insertRun(ctx, "QUEUED", { taskSlug: "gone" });
    expect((await startRuns(ctx, [id])).attempts).toEqual([null]);
    expect((await readHistory(ctx, id)).at(-1)).toEqual([
      "PENDING_VERSION",
      expect.stringMatching(/^Version \d{8}\.1 has no task “gone”$/),
    ]);
  });

  it("parks a run where nothing is deployed", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "QUEUED");
    expect((await startRuns(ctx, [id])).attempts).toEqual([null]);
    expect((await readHistory(ctx, id)).at(-1)).toEqual([
      "PENDING_VERSION",
      "Nothing is deployed in this environment",
    ]);
  });
});

describe("a number that was handed back", () => {
  it("is used again by the next attempt", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    const first = await startRun(ctx, id);
    await completeAttempt(ctx, first, { kind: "HANDED_BACK", reason: "The worker stopped" });
    const second = await startRun(ctx, id);
    expect(second.number).toBe(1);
    expect(await readAttempts(ctx, id)).toMatchObject([
      { id: second.id, number: 1, status: "EXECUTING", finishedAt: null, error: null },
    ]);
  });
});

describe("a run that cannot start", () => {
  /** Nobody's keyring can open this one. */
  async function poison({ ctx }: Workspace): Promise<void> {
    const { id } = ctx.environment;
    await ctx.db.prisma.environmentVariable.create({
      data: { environmentId: id, name: "STRIPE_KEY", valueEncrypted: Buffer.alloc(40) },
    });
    const data = { variablesVersion: { increment: 1 } };
    await ctx.db.prisma.environment.update({ where: { id }, data });
  }

  it.each([
    { isKnown: false, how: "is new to this process" },
    { isKnown: true, how: "has been started here before" },
  ])(
    "ends, says why, and does not keep others from starting, if its task $how",
    async ({ isKnown }) => {
      const [good, bad] = await Promise.all([deployed(), deployed()]);
      if (isKnown) await startRun(bad.ctx, (await trigger(bad.ctx, "hello")).id);
      await poison(bad);
      const run = await trigger(good.ctx, "hello");
      const poisoned = await trigger(bad.ctx, "hello");
      await admitRuns(bad.ctx, bad.ctx.environment.id);
      const { attempts } = await startRuns(good.ctx, [poisoned.id, run.id]);
      expect(attempts).toMatchObject([null, { runId: run.id }]);
      expect(await readRun(bad.ctx, poisoned.id)).toMatchObject({
        status: "SYSTEM_FAILURE",
        error: { message: expect.stringContaining("STRIPE_KEY cannot be decrypted") },
      });
      const statuses = (await readAttempts(bad.ctx, poisoned.id)).map(({ status }) => status);
      expect(statuses).toEqual(isKnown ? ["CRASHED"] : []);
    },
  );

  it("ends where the database does not take its start, and keeps no other from starting", async () => {
    const { ctx } = await deployed();
    const [bad, good] = [await trigger(ctx, "hello"), await trigger(ctx, "hello")];
    await ctx.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'No' USING ERRCODE = '23514'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON attempt FOR EACH ROW
        WHEN (NEW.run_id = '${bad.id}') EXECUTE FUNCTION refuse();`);
    const { attempts } = await startRuns(ctx, [bad.id, good.id]);
    await ctx.db.pool.query("DROP FUNCTION refuse CASCADE");
    expect(attempts).toMatchObject([null, { runId: good.id }]);
    expect((await readRun(ctx, bad.id)).status).toBe("SYSTEM_FAILURE");
  });
});
