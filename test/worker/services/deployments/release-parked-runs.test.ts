import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { promoteDeployment } from "#worker/services/deployments/promote.ts";
import {
  releaseLateRuns,
  releaseParkedRuns,
} from "#worker/services/deployments/release-parked-runs.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace & { version: string }> {
  const workspace = await createWorkspace(database.db);
  const id = await deployTasks(workspace, [{ id: "hello" }]);
  const { version } = await database.db.prisma.deployment.findUniqueOrThrow({ where: { id } });
  return { ...workspace, version };
}

describe("releaseParkedRuns", () => {
  it("queues the runs whose code is here, and says so once", async () => {
    const { ctx, version } = await deployed();
    const plain = await insertRun(ctx, "PENDING_VERSION");
    const pinned = await insertRun(ctx, "PENDING_VERSION", { pinnedVersion: version });
    const rung: string[] = [];
    const signals = { ...ctx.signals, workAvailable: (id: string) => rung.push(id) };
    expect(await releaseParkedRuns({ ...ctx, signals }, ctx.environment.id)).toBe(2);
    expect(rung).toEqual([ctx.environment.id]);
    for (const id of [plain, pinned]) expect((await readRun(ctx, id)).status).toBe("QUEUED");
    expect(await releaseParkedRuns({ ...ctx, signals }, ctx.environment.id)).toBe(0);
    expect(rung).toHaveLength(1);
  });

  it("leaves runs parked whose task or version is still missing", async () => {
    const { ctx } = await deployed();
    const task = await insertRun(ctx, "PENDING_VERSION", { taskSlug: "other" });
    const version = await insertRun(ctx, "PENDING_VERSION", { pinnedVersion: "20200101.1" });
    expect(await releaseParkedRuns(ctx, ctx.environment.id)).toBe(0);
    for (const id of [task, version]) {
      expect((await readRun(ctx, id)).status).toBe("PENDING_VERSION");
    }
  });

  it("queues a run that is pinned to an older version, whatever the current one has", async () => {
    const workspace = await deployed();
    await deployTasks(workspace, [{ id: "other" }]);
    const { ctx, version } = workspace;
    const pinned = await insertRun(ctx, "PENDING_VERSION", { pinnedVersion: version });
    expect(await releaseParkedRuns(ctx, ctx.environment.id)).toBe(1);
    expect((await readRun(ctx, pinned)).status).toBe("QUEUED");
  });

  it("leaves runs of archived tasks and of other environments parked", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    await deployTasks(mine, [{ id: "other" }]);
    const archived = await insertRun(mine.ctx, "PENDING_VERSION");
    const foreign = await insertRun(theirs.ctx, "PENDING_VERSION");
    expect(await releaseParkedRuns(mine.ctx, mine.ctx.environment.id)).toBe(0);
    expect((await readRun(mine.ctx, archived)).status).toBe("PENDING_VERSION");
    expect((await readRun(mine.ctx, foreign)).status).toBe("PENDING_VERSION");
  });

  it("releases more than one batch, each run once, however many do it together", async () => {
    const { ctx } = await deployed();
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags)
       SELECT gen_random_uuid(), $1, 'hello', 'PENDING_VERSION', 'task/hello', now(), now(), '{}'
       FROM generate_series(1, 1001)`,
      [ctx.environment.id],
    );
    const counts = await Promise.all([
      releaseParkedRuns(ctx, ctx.environment.id),
      releaseParkedRuns(ctx, ctx.environment.id),
    ]);
    // One that finds a full batch locked by the other may stop early; what it leaves is the other's.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1001);
    const where = { environmentId: ctx.environment.id };
    expect(await ctx.db.prisma.runEvent.count({ where })).toBe(1001);
    expect(await ctx.db.prisma.run.count({ where: { ...where, status: "QUEUED" } })).toBe(1001);
  });

  it("writes the history of a run that was parked twice", async () => {
    const { ctx } = await deployed();
    const id = await insertRun(ctx, "PENDING_VERSION");
    await releaseParkedRuns(ctx, ctx.environment.id);
    expect(await readHistory(ctx, id)).toEqual([["QUEUED", "A deployment brought the task"]]);
  });
});

describe("releaseLateRuns", () => {
  async function justDeployed(): Promise<Workspace> {
    // Not those of earlier tests.
    await database.db.prisma.environment.updateMany({ data: { releasesUntil: null } });
    return deployed();
  }

  it("finds a run that missed its deployment, until that is over, and then looks no more", async () => {
    const { ctx } = await justDeployed();
    const late = await insertRun(ctx, "PENDING_VERSION");
    expect(await releaseLateRuns(ctx)).toBe(1);
    expect((await readRun(ctx, late)).status).toBe("QUEUED");
    // Its last look finds what the one who deployed, and died, had left.
    await insertRun(ctx, "PENDING_VERSION");
    expect(await releaseLateRuns(later(ctx, 60_000))).toBe(1);
    await insertRun(ctx, "PENDING_VERSION");
    expect(await releaseLateRuns(ctx)).toBe(0);
  });

  it("looks again after a deployment of the same code", async () => {
    const workspace = await justDeployed();
    const { ctx } = workspace;
    await releaseLateRuns(later(ctx, 60_000));
    const id = await insertRun(ctx, "PENDING_VERSION");
    const current = await ctx.db.prisma.deployment.findFirstOrThrow({
      where: { environmentId: ctx.environment.id },
    });
    await promoteDeployment(ctx, current.version);
    expect((await readRun(ctx, id)).status).toBe("QUEUED");
    await insertRun(ctx, "PENDING_VERSION");
    expect(await releaseLateRuns(ctx)).toBe(1);
  });
});
