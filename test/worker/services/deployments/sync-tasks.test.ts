import { describe, expect, it } from "vitest";
import type { ManifestConfig, QueueManifest, TaskManifest } from "#sdk/wire/manifest.ts";
import { useDatabase } from "#test/support/database.ts";
import { admit, startAll } from "#test/support/queues.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { readAdmission } from "#worker/services/queues/read-admission.ts";
import { takeRuns } from "#worker/services/queues/sql.ts";

const database = useDatabase();

interface Given {
  tasks: (Partial<TaskManifest> & { id: string })[];
  queues?: QueueManifest[];
  config?: Partial<ManifestConfig>;
}

function deploy({ ctx, projectRef }: Workspace, { tasks, queues = [], config }: Given) {
  return createDeployment(ctx, {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project: projectRef, ...config },
      tasks: tasks.map((task) => ({ filePath: `trigger/${task.id}.ts`, ...task })),
      queues,
    },
    bundle: { files: [{ path: "index.mjs", encoding: "utf8", contents: crypto.randomUUID() }] },
  });
}

async function queuesOf({ ctx }: Workspace) {
  const rows = await ctx.db.prisma.queue.findMany({
    where: { environmentId: ctx.environment.id },
    orderBy: { name: "asc" },
  });
  return rows.map((row) => [row.name, row.type, row.concurrencyLimit]);
}

function taskOf({ ctx }: Workspace, slug: string) {
  const environmentId = ctx.environment.id;
  return ctx.db.prisma.task.findUniqueOrThrow({
    where: { environmentId_slug: { environmentId, slug } },
  });
}

describe("the limits of a deployment", () => {
  it("void an admission that was decided before them", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, { tasks: [{ id: "a" }] });
    const id = await insertRun(workspace.ctx, "QUEUED", { queueName: "task/a" });
    const environmentId = workspace.ctx.environment.id;
    const now = workspace.ctx.clock();
    const reading = await readAdmission(database.db.pool, { environmentId, now, batch: 5 });
    await deploy(workspace, { tasks: [{ id: "a", queue: { concurrencyLimit: 0 } }] });
    const write = {
      environmentId,
      now,
      turn: reading?.turn ?? "",
      freeRoom: null,
      grants: [{ queue: "task/a", key: "", count: 1 }],
      lastQueue: "task/a",
      cursors: [],
    };
    expect(await takeRuns(database.db.pool, write)).toBeNull();
    expect(await readRun(workspace.ctx, id)).toMatchObject({ status: "QUEUED" });
  });
});

describe("starts that a rate limit has counted", () => {
  it("count on under another limit, and no more where the period is another one", async () => {
    const workspace = await createWorkspace(database.db);
    const limited = (limit: number, period: string) =>
      deploy(workspace, { tasks: [{ id: "a", queue: { rateLimit: { limit, period } } }] });
    await limited(1, "1d");
    for (let i = 0; i < 2; i++) await insertRun(workspace.ctx, "QUEUED", { queueName: "task/a" });
    expect(await admit(workspace.ctx)).toBe(1);
    await startAll(workspace.ctx);
    await limited(1, "1d");
    expect(await admit(workspace.ctx)).toBe(0);
    await limited(1, "1m");
    expect(await admit(workspace.ctx)).toBe(1);
  });
});

describe("the tasks of a deployment", () => {
  it("become those of the environment", async () => {
    const workspace = await createWorkspace(database.db);
    const { id } = await deploy(workspace, { tasks: [{ id: "a", description: "First" }] });
    expect(await taskOf(workspace, "a")).toMatchObject({
      deploymentId: id,
      queueName: "task/a",
      manifest: { id: "a", description: "First" },
      archivedAt: null,
    });
  });

  it("are archived when the next one lacks them, and come back with a later one", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, { tasks: [{ id: "a" }, { id: "b" }] });
    const { id: rowId } = await taskOf(workspace, "a");
    await deploy(workspace, { tasks: [{ id: "b" }] });
    expect((await taskOf(workspace, "a")).archivedAt).toBeInstanceOf(Date);
    expect((await taskOf(workspace, "b")).archivedAt).toBeNull();
    const third = await deploy(workspace, { tasks: [{ id: "a" }] });
    expect(await taskOf(workspace, "a")).toMatchObject({
      id: rowId,
      archivedAt: null,
      deploymentId: third.id,
    });
  });

  it("carry their time to live, else the project's", async () => {
    const workspace = await createWorkspace(database.db);
    const config = { ttl: "2h" };
    await deploy(workspace, {
      tasks: [{ id: "text", ttl: "90s" }, { id: "number", ttl: 90 }, { id: "none" }],
      config,
    });
    expect(await taskOf(workspace, "text")).toMatchObject({ ttl: "90s", ttlMs: 90_000n });
    expect(await taskOf(workspace, "number")).toMatchObject({ ttl: "90s", ttlMs: 90_000n });
    expect(await taskOf(workspace, "none")).toMatchObject({ ttl: "2h", ttlMs: 7_200_000n });
    await deploy(workspace, { tasks: [{ id: "none" }] });
    expect(await taskOf(workspace, "none")).toMatchObject({ ttl: null, ttlMs: null });
  });

  it("stay those of their own environment", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await deploy(theirs, { tasks: [{ id: "a" }] });
    await deploy(mine, { tasks: [{ id: "b" }] });
    expect((await taskOf(theirs, "a")).archivedAt).toBeNull();
  });
});

describe("the queues of a deployment", () => {
  it("are one for each task and one for each declaration", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, {
      tasks: [
        { id: "own" },
        { id: "limited", queue: { concurrencyLimit: 3 } },
        { id: "shared", queue: { name: "mail" } },
      ],
      queues: [{ name: "unused", concurrencyLimit: 7 }],
    });
    expect(await queuesOf(workspace)).toEqual([
      ["mail", "CUSTOM", null],
      ["task/limited", "TASK", 3],
      ["task/own", "TASK", null],
      ["unused", "CUSTOM", 7],
    ]);
  });

  it("take a limit from wherever one is written", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, {
      tasks: [
        { id: "a", queue: { name: "first" } },
        { id: "b", queue: { name: "first", concurrencyLimit: 2 } },
        { id: "c", queue: { name: "second", concurrencyLimit: 9 } },
      ],
      queues: [{ name: "second", concurrencyLimit: 0 }],
    });
    expect(await queuesOf(workspace)).toEqual([
      ["first", "CUSTOM", 2],
      ["second", "CUSTOM", 0],
    ]);
  });

  it("take total and rate limits, for the queue or for each key", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deploy(workspace, {
      tasks: [{ id: "a", queue: { rateLimit: { limit: 5, period: 10, scope: "key" } } }],
      queues: [{ name: "q", totalConcurrencyLimit: 4, rateLimit: { limit: 100, period: "1m" } }],
    });
    const where = { environmentId: ctx.environment.id };
    const read = () => ctx.db.prisma.queue.findMany({ where, orderBy: { name: "asc" } });
    const limited = { rateLimit: 100, ratePeriodMs: 60_000n, rateScope: "QUEUE" };
    expect(await read()).toMatchObject([
      { name: "q", totalConcurrencyLimit: 4, ...limited },
      { name: "task/a", rateLimit: 5, ratePeriodMs: 10_000n, rateScope: "KEY" },
    ]);
    await deploy(workspace, { tasks: [{ id: "a" }] });
    const unlimited = { rateLimit: null, ratePeriodMs: null, rateScope: null };
    expect(await read()).toMatchObject([{ name: "q" }, { name: "task/a", ...unlimited }]);
  });

  it("change their limit with the code and keep what a person has set", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deploy(workspace, { tasks: [{ id: "a", queue: { concurrencyLimit: 3 } }] });
    const data = { concurrencyLimitOverride: 1, pausedAt: new Date() };
    await ctx.db.prisma.queue.updateMany({ where: { environmentId: ctx.environment.id }, data });
    await deploy(workspace, { tasks: [{ id: "a" }] });
    expect(
      await ctx.db.prisma.queue.findMany({ where: { environmentId: ctx.environment.id } }),
    ).toMatchObject([{ concurrencyLimit: null, ...data }]);
  });
});
