import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, startRun, succeeded, threw, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();

beforeEach(() =>
  database.db.pool.query("TRUNCATE run_tally, run_rollup, error_group, error_rollup"),
);

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 1 } }]);
  return workspace;
}

async function fail(ctx: EnvironmentContext, message: string): Promise<string> {
  const { id } = await trigger(ctx, "hello");
  await completeAttempt(ctx, await startRun(ctx, id), threw(message));
  return id;
}

async function sums(ctx: EnvironmentContext, period: "MINUTE" | "HOUR") {
  const rows = await ctx.db.prisma.runRollup.groupBy({
    by: ["event"],
    where: { environmentId: ctx.environment.id, period },
    _sum: { count: true },
    orderBy: { event: "asc" },
  });
  return Object.fromEntries(rows.map(({ event, _sum }) => [event, Number(_sum.count)]));
}

function groups(ctx: EnvironmentContext) {
  return ctx.db.prisma.errorGroup.findMany({ where: { environmentId: ctx.environment.id } });
}

describe("foldTallies", () => {
  it("counts what comes into queues, starts and ends, once, a minute and an hour", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), succeeded(), 250);
    const waiting = await trigger(ctx, "hello");
    await cancelRun(ctx, waiting.friendlyId);
    // Not queued yet, so it has not come in.
    await trigger(ctx, "hello", { delay: "1h" });
    expect(await foldTallies(ctx)).toBe(5);
    const expected = { CANCELED: 1, COMPLETED: 1, QUEUED: 2, STARTED: 1 };
    expect(await sums(ctx, "MINUTE")).toEqual(expected);
    expect(await sums(ctx, "HOUR")).toEqual(expected);
    expect(await foldTallies(ctx)).toBe(0);
    expect(await sums(ctx, "MINUTE")).toEqual(expected);
    const completed = await ctx.db.prisma.runRollup.findFirst({
      where: { environmentId: ctx.environment.id, event: "COMPLETED" },
    });
    expect(completed).toMatchObject({ totalMs: 250n, bucket: 15, queueName: "task/hello" });
  });

  it("counts runs by version", async () => {
    const { ctx } = await deployed();
    await fail(ctx, "no");
    await foldTallies(ctx);
    const rows = await ctx.db.prisma.deploymentRollup.findMany({
      where: { environmentId: ctx.environment.id },
    });
    expect(rows.map(({ event, count }) => [event, Number(count)]).sort()).toEqual([
      ["FAILED", 1],
      ["STARTED", 1],
    ]);
  });

  it("groups runs that end with the same fault, and keeps the newest as its sample", async () => {
    const { ctx } = await deployed();
    await fail(ctx, "No user 1");
    await foldTallies(ctx);
    const newest = await fail(ctx, "No user 2");
    await fail(ctx, "Something else");
    await foldTallies(ctx);
    const rows = await groups(ctx);
    expect(rows.map(({ message, count }) => [message, Number(count)]).sort()).toEqual([
      ["No user 2", 2],
      ["Something else", 1],
    ]);
    const group = rows.find(({ message }) => message === "No user 2");
    expect(group).toMatchObject({ name: "Error", status: "UNRESOLVED", newestRunId: newest });
    expect(
      await ctx.db.prisma.run.count({ where: { errorFingerprint: group?.fingerprint ?? "" } }),
    ).toBe(2);
  });

  it("opens a resolved group again for a newer version only, an ignored one when its time is over", async () => {
    const workspace = await deployed();
    const { ctx } = workspace;
    await fail(ctx, "no");
    await foldTallies(ctx);
    const [group] = await groups(ctx);
    const id = group?.id ?? "";
    await ctx.db.prisma.errorGroup.update({
      where: { id },
      data: { status: "RESOLVED", resolvedDeploymentId: group?.newestDeploymentId ?? null },
    });
    await fail(ctx, "no");
    await foldTallies(ctx);
    expect(await groups(ctx)).toMatchObject([{ status: "RESOLVED", count: 2n }]);
    await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 1 } }]);
    await fail(ctx, "no");
    await foldTallies(ctx);
    expect(await groups(ctx)).toMatchObject([{ status: "UNRESOLVED", count: 3n }]);

    const ignore = (ignoredUntil: Date | null) =>
      ctx.db.prisma.errorGroup.update({ where: { id }, data: { status: "IGNORED", ignoredUntil } });
    for (const [until, status] of [
      [null, "IGNORED"],
      [new Date(Date.now() + 60_000), "IGNORED"],
      [new Date(Date.now() - 60_000), "UNRESOLVED"],
    ] as const) {
      await ignore(until);
      await fail(ctx, "no");
      await foldTallies(ctx);
      expect(await groups(ctx)).toMatchObject([{ status }]);
    }
  });

  it("leaves the work to one of several that fold at once", async () => {
    const { ctx } = await deployed();
    await fail(ctx, "no");
    const taken = await Promise.all([foldTallies(ctx), foldTallies(ctx), foldTallies(ctx)]);
    expect(taken.reduce((sum, count) => sum + count)).toBe(3);
    expect(await groups(ctx)).toMatchObject([{ count: 1n }]);
  });
});
