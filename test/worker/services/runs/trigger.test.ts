import { describe, expect, it } from "vitest";
import { hearBells } from "#test/support/bells.ts";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun, later, readRun, trigger } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { prepareRun } from "#worker/services/runs/prepare-run.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { insertOrFind, triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();
const HOUR = 3_600_000;

async function deployed(slug: "dev" | "staging" | "prod" = "prod"): Promise<Workspace> {
  const workspace = await createWorkspace(database.db, { slug });
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

async function countRuns({ db, environment }: EnvironmentContext): Promise<number> {
  return db.prisma.run.count({ where: { environmentId: environment.id } });
}

describe("triggerRun", () => {
  it("writes one queued row, and nothing else", async () => {
    const { ctx } = await deployed();
    const run = await trigger(ctx, "hello", {}, { name: "Ada" });
    expect(run).toEqual({ id: run.id, friendlyId: friendlyId("run", run.id), isCached: false });
    expect(await readRun(ctx, run.id)).toMatchObject({
      environmentId: ctx.environment.id,
      taskSlug: "hello",
      status: "QUEUED",
      queueName: "task/hello",
      concurrencyKey: "",
      attemptNumber: 0,
      deploymentId: null,
      startedAt: null,
      ttl: null,
      expiresAt: null,
      maxAttempts: null,
      isTest: false,
      tags: [],
      depth: 0,
    });
    expect(await ctx.db.prisma.runEvent.count({ where: { runId: run.id } })).toBe(0);
  });

  it("keeps what the caller asks for", async () => {
    const { ctx } = await deployed();
    const { id } = await triggerRun(ctx, {
      taskId: "hello",
      sdkVersion: "4.8.3",
      input: triggerInput.parse({
        options: {
          queue: { name: "shared" },
          concurrencyKey: 7,
          machine: { preset: "large-1x" },
          maxAttempts: 5,
          maxDuration: 60,
          lockToVersion: "20260101.1",
          metadata: { a: { b: [1] } },
          tags: ["x", "y", "x"],
          test: true,
        },
      }),
    });
    expect(await readRun(ctx, id)).toMatchObject({
      queueName: "shared",
      concurrencyKey: "7",
      machine: "large-1x",
      maxAttempts: 5,
      maxDurationSeconds: 60,
      pinnedVersion: "20260101.1",
      metadata: { a: { b: [1] } },
      tags: ["x", "y"],
      isTest: true,
      sdkVersion: "4.8.3",
    });
  });

  it("goes to the queue that the task's code names", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "mail", queue: { name: "outgoing" } }]);
    const { id } = await trigger(workspace.ctx, "mail");
    expect((await readRun(workspace.ctx, id)).queueName).toBe("outgoing");
  });

  it("places a run before others by its priority in seconds", async () => {
    const { ctx } = await deployed();
    const now = new Date("2026-05-06T07:08:09.010Z");
    const { id } = await trigger(at(ctx, now), "hello", { priority: 2.5 });
    expect(await readRun(ctx, id)).toMatchObject({
      priorityMs: 2500,
      queuedAt: now,
      queueOrder: new Date(now.getTime() - 2500),
    });
  });

  it("parks a run of a task that no deployment brings", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "unknown");
    expect(await readRun(ctx, id)).toMatchObject({
      status: "PENDING_VERSION",
      queueName: "task/unknown",
    });
  });

  it("parks a run of a task that the current deployment no longer has", async () => {
    const workspace = await deployed();
    await deployTasks(workspace, [{ id: "other" }]);
    const { id } = await trigger(workspace.ctx, "hello");
    expect((await readRun(workspace.ctx, id)).status).toBe("PENDING_VERSION");
  });

  it("links a child to its parent and to the root of the tree", async () => {
    const { ctx } = await deployed();
    const root = await trigger(ctx, "hello");
    const child = await trigger(ctx, "hello", { parentRunId: root.friendlyId });
    const grandchild = await trigger(ctx, "hello", { parentRunId: child.friendlyId });
    expect(await readRun(ctx, child.id)).toMatchObject({
      parentRunId: root.id,
      rootRunId: root.id,
      depth: 1,
    });
    expect(await readRun(ctx, grandchild.id)).toMatchObject({
      parentRunId: child.id,
      rootRunId: root.id,
      depth: 2,
    });
  });

  it("does not link a run to a parent in another environment", async () => {
    const [{ ctx }, other] = await Promise.all([deployed(), deployed()]);
    const foreign = await insertRun(other.ctx, "EXECUTING");
    const { id } = await trigger(ctx, "hello", { parentRunId: friendlyId("run", foreign) });
    expect(await readRun(ctx, id)).toMatchObject({ parentRunId: null, rootRunId: null, depth: 0 });
  });
});

describe("who may trigger", () => {
  it.each([["trigger"], ["trigger:tasks"], ["trigger:tasks:hello"], ["admin"]])(
    "is a key with the scope %s",
    async (scope) => {
      const workspace = await deployed();
      const ctx = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: [scope] });
      await expect(trigger(ctx, "hello")).resolves.toMatchObject({ isCached: false });
    },
  );

  it.each([["read"], ["write"], ["trigger:tasks:other"]])(
    "is not a key with the scope %s",
    async (scope) => {
      const workspace = await deployed();
      const ctx = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: [scope] });
      await expect(trigger(ctx, "hello")).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: "This key does not allow this. It needs the scope trigger:tasks.",
      });
      expect(await countRuns(ctx)).toBe(0);
    },
  );

  it("is not a viewer", async () => {
    const viewer = await (await deployed()).asMember("VIEWER");
    await expect(trigger(viewer, "hello")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("Ask an owner"),
    });
  });
});

describe("a delay", () => {
  const now = new Date("2026-05-06T07:08:09.010Z");

  it.each([
    ["1h30m", new Date(now.getTime() + 1.5 * HOUR)],
    ["2026-05-07T00:00:00Z", new Date("2026-05-07T00:00:00Z")],
  ])("%s lets the run wait until then", async (delay, until) => {
    const { ctx } = await deployed();
    const { id } = await trigger(at(ctx, now), "hello", { delay, priority: 1 });
    expect(await readRun(ctx, id)).toMatchObject({
      status: "DELAYED",
      delayUntil: until,
      queueOrder: new Date(until.getTime() - 1000),
    });
  });

  it("that has passed means now", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(at(ctx, now), "hello", { delay: "2020-01-01" });
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", delayUntil: null });
  });

  it("counts before the time to live", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(at(ctx, now), "hello", { delay: "1h", ttl: "10m" });
    expect((await readRun(ctx, id)).expiresAt).toEqual(new Date(now.getTime() + HOUR + 600_000));
  });

  it.each(["tomorrow", "99999999999w"])("%s is refused with an example", async (delay) => {
    const { ctx } = await deployed();
    await expect(trigger(ctx, "hello", { delay })).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: expect.stringContaining("1h30m"),
    });
  });
});

describe("a time to live", () => {
  const now = new Date("2026-05-06T07:08:09.010Z");
  const afterMs = (ms: number) => new Date(now.getTime() + ms);

  async function ttlOf(workspace: Workspace, taskId: string, ttl?: string | number) {
    const { id } = await trigger(at(workspace.ctx, now), taskId, ttl === undefined ? {} : { ttl });
    const { ttl: shown, expiresAt } = await readRun(workspace.ctx, id);
    return { shown, expiresAt };
  }

  it("is ten minutes in development unless something says otherwise", async () => {
    const workspace = await deployed("dev");
    expect(await ttlOf(workspace, "hello")).toEqual({ shown: "10m", expiresAt: afterMs(600_000) });
  });

  it("is none elsewhere", async () => {
    expect(await ttlOf(await deployed("staging"), "hello")).toEqual({
      shown: null,
      expiresAt: null,
    });
  });

  it("is the task's, else the project's", async () => {
    const workspace = await createWorkspace(database.db, { slug: "dev" });
    await deployTasks(workspace, [{ id: "own", ttl: 90 }, { id: "plain" }], { ttl: "2h" });
    expect(await ttlOf(workspace, "own")).toEqual({ shown: "90s", expiresAt: afterMs(90_000) });
    expect(await ttlOf(workspace, "plain")).toEqual({ shown: "2h", expiresAt: afterMs(2 * HOUR) });
  });

  it("is the caller's before the task's", async () => {
    const workspace = await createWorkspace(database.db, { slug: "dev" });
    await deployTasks(workspace, [{ id: "own", ttl: "1h" }]);
    expect(await ttlOf(workspace, "own", "5m")).toEqual({
      shown: "5m",
      expiresAt: afterMs(300_000),
    });
    expect(await ttlOf(workspace, "own", 30)).toEqual({ shown: "30s", expiresAt: afterMs(30_000) });
  });

  it("of zero means none, whatever task and environment say", async () => {
    const workspace = await createWorkspace(database.db, { slug: "dev" });
    await deployTasks(workspace, [{ id: "own", ttl: "1h" }]);
    expect(await ttlOf(workspace, "own", 0)).toEqual({ shown: null, expiresAt: null });
  });
});

describe("the same request again", () => {
  const input = triggerInput.parse({ payload: 1 });

  it("gives the run that the first one made, as if it were the first", async () => {
    const { ctx } = await deployed();
    const first = await triggerRun(ctx, { taskId: "hello", input, requestKey: "r1" });
    const again = await triggerRun(ctx, { taskId: "hello", input, requestKey: "r1" });
    expect(again).toEqual(first);
    expect(again.isCached).toBe(false);
    expect(await countRuns(ctx)).toBe(1);
  });

  it("makes one run of many that arrive at once", async () => {
    const { ctx } = await deployed();
    const request = { taskId: "hello", input, requestKey: "r1" };
    const runs = await Promise.all(Array.from({ length: 10 }, () => triggerRun(ctx, request)));
    expect(new Set(runs.map((run) => run.id)).size).toBe(1);
  });

  it("is another request for another task or in another environment", async () => {
    const [{ ctx }, other] = await Promise.all([deployed(), deployed()]);
    const first = await triggerRun(ctx, { taskId: "hello", input, requestKey: "r1" });
    const task = await triggerRun(ctx, { taskId: "bye", input, requestKey: "r1" });
    const tenant = await triggerRun(other.ctx, { taskId: "hello", input, requestKey: "r1" });
    expect(new Set([first.id, task.id, tenant.id]).size).toBe(3);
  });

  it("comes before the idempotency key when both are known", async () => {
    const { ctx } = await deployed();
    const keyed = triggerInput.parse({ options: { idempotencyKey: "k" } });
    const first = await triggerRun(ctx, { taskId: "hello", input: keyed });
    const second = await triggerRun(ctx, { taskId: "hello", input, requestKey: "r2" });
    const both = await triggerRun(ctx, { taskId: "hello", input: keyed, requestKey: "r2" });
    expect(both).toEqual({ ...second, isCached: false });
    expect(both.id).not.toBe(first.id);
  });
});

describe("the doorbell", () => {
  it("rings for a run that may start and not for one that may not", async () => {
    const workspace = await deployed();
    const changed: string[] = [];
    // It goes out with the insert after a silence, else behind it.
    const { rung, close } = await hearBells(database.url);
    const ctx: EnvironmentContext = {
      ...workspace.ctx,
      signals: {
        workAvailable: (id) => rung.push(id),
        runChanged: (_, id) => changed.push(id),
        cancelRequested: () => {},
        resumeRequested: () => {},
        streamGrew: () => {},
        flush: async () => {},
      },
    };
    const delayed = await trigger(ctx, "hello", { delay: "1h" });
    const parked = await trigger(ctx, "unknown");
    expect(rung).toEqual([]);
    const queued = await trigger(ctx, "hello");
    await until("the bell", () => rung.length > 0);
    await close();
    expect(rung).toEqual([ctx.environment.id]);
    expect(changed).toEqual([delayed.id, parked.id, queued.id]);
  });
});

describe("ids of runs", () => {
  it("sort by creation, within a millisecond too", async () => {
    const { ctx } = await deployed();
    const runs = [];
    for (let i = 0; i < 5; i++) runs.push(await trigger(later(ctx, 0), "hello"));
    const ids = runs.map((run) => run.friendlyId);
    expect(ids).toEqual([...ids].sort());
    expect(ids.map((id) => parseFriendlyId("run", id))).toEqual(runs.map((run) => run.id));
  });
});

describe("an insert whose answer was lost", () => {
  it("is found again by its own id, and is one run", async () => {
    const { ctx } = await deployed();
    const run = prepareRun(newId(), { taskId: "hello", input: {} }, ctx);
    await insertOrFind(ctx, run);
    expect(await insertOrFind(ctx, run)).toMatchObject({ id: run.id, isCached: false });
    expect(await countRuns(ctx)).toBe(1);
  });
});
