import { beforeAll, describe, expect, it } from "vitest";
import { profiles } from "#prisma/seed/profiles.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { seedShop } from "#worker/seed/seed-shop.ts";
import { SHOP_PROJECT_REF, shopManifest } from "#worker/seed/shop-manifest.ts";
import { deploymentInput } from "#worker/services/deployments/schemas.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { bootstrapInstallation } from "#worker/services/orgs/bootstrap.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const SIZE = { runCount: 1_500, timelineCount: 200, now: new Date() };

async function production() {
  const ctx = systemContext(database.db);
  const { id } = await database.db.prisma.environment.findFirstOrThrow({
    where: { slug: "prod", project: { ref: SHOP_PROJECT_REF } },
  });
  return { ...ctx, environment: await loadEnvironmentScope(ctx, id) };
}

async function countByStatus(environmentId: string): Promise<Map<string, number>> {
  const groups = await database.db.prisma.run.groupBy({
    by: ["status"],
    where: { environmentId },
    _count: true,
  });
  return new Map(groups.map(({ status, _count }) => [status, _count]));
}

describe("the seed", () => {
  let first: Map<string, number>;
  beforeAll(async () => {
    const ctx = systemContext(database.db);
    await bootstrapInstallation(ctx);
    await seedShop(ctx, SIZE);
    first = await countByStatus((await production()).environment.id);
  });

  it("has runs of every status, about as many as were asked for", () => {
    expect([...first.keys()].sort()).toEqual([...RUN_STATUSES].sort());
    const total = [...first.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(1_400);
    expect(total).toBeLessThan(1_900);
  });

  it("has tasks that a deployment could have", () => {
    const manifest = shopManifest(6);
    const bundle = { files: [{ path: "index.mjs", encoding: "utf8", contents: "//" }] };
    expect(deploymentInput.safeParse({ manifest, bundle }).success).toBe(true);
    const ids = manifest.tasks.map(({ id }) => id);
    expect(profiles.filter(({ id }) => !ids.includes(id))).toEqual([]);
  });

  it("can be listed, and its failures tell where they were thrown", async () => {
    const ctx = await production();
    const { data } = await listRuns(ctx, listRunsQuery.parse({ "filter[status]": "FAILED" }));
    expect(data.length).toBeGreaterThan(5);
    const failed = await ctx.db.prisma.run.findFirstOrThrow({
      where: { environmentId: ctx.environment.id, status: "FAILED", depth: 0 },
    });
    expect(JSON.stringify(failed.error)).toMatch(/at .*\(\w+\/.*\.ts:\d+:\d+\)/);
  });

  it("has timelines with attempts, spans and logs in order, one of ten thousand events", async () => {
    const ctx = await production();
    const { data } = await listRuns(
      ctx,
      listRunsQuery.parse({ "filter[taskIdentifier]": "process-order" }),
    );
    const timeline = await getTimeline(ctx, data[0]?.id ?? "", undefined);
    expect(timeline.attempts.length).toBeGreaterThan(0);
    const kinds = new Set(timeline.events.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["LOG", "SPAN", "TRANSITION"]);
    const times = timeline.events.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { rows } = await ctx.db.pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM run_event WHERE environment_id = $1 GROUP BY run_id ORDER BY 1 DESC LIMIT 1",
      [ctx.environment.id],
    );
    expect(rows[0]?.count).toBeGreaterThanOrEqual(10_000);
  });

  it("tells the course of older runs too, of which it has something to say", async () => {
    const { environment } = await production();
    const { rows } = await database.db.pool.query(
      `SELECT count(*) FILTER (WHERE attempt_count = 0)::int AS without,
         count(DISTINCT task_slug) FILTER (WHERE created_at < now() - interval '1 day')::int AS old
       FROM (
         SELECT run.*, (SELECT count(*) FROM attempt JOIN run_event USING (run_id) WHERE attempt.run_id = run.id) AS attempt_count
         FROM run WHERE environment_id = $1 AND started_at IS NOT NULL
           AND (finished_at IS NULL OR schedule_id IS NOT NULL OR task_slug LIKE 'close-%')
       ) AS told`,
      [environment.id],
    );
    expect(rows).toEqual([{ without: 0, old: 2 }]);
  });

  it("has errors that somebody has looked at", async () => {
    const { environment } = await production();
    const groups = await database.db.prisma.errorGroup.groupBy({
      by: ["status"],
      where: { environmentId: environment.id },
    });
    expect(groups.map(({ status }) => status).sort()).toEqual([
      "IGNORED",
      "RESOLVED",
      "UNRESOLVED",
    ]);
  });

  it("leaves the workers of an installation places to execute its own runs", async () => {
    const { rows } = await database.db.pool.query(
      "SELECT count(*)::int AS runs, count(DISTINCT environment_id)::int AS environments FROM run WHERE holds_slot",
    );
    expect(rows).toEqual([{ runs: 4, environments: 1 }]);
    const other = await createWorkspace(database.db);
    const run = await insertRun(other.ctx, "QUEUED");
    await registerWorker(other.ctx, { slots: 10, version: "test" });
    await admitRuns(other.ctx, other.ctx.environment.id);
    expect(await other.ctx.db.prisma.run.findUnique({ where: { id: run } })).toMatchObject({
      status: "DEQUEUED",
    });
  });

  it("stands still while a worker runs: what waits has a reason that lasts", async () => {
    const ctx = await production();
    await registerWorker(ctx, { slots: 50, version: "test" });
    await admitRuns(ctx, ctx.environment.id);
    expect(await countByStatus(ctx.environment.id)).toEqual(first);
    const { data } = await listRuns(
      ctx,
      listRunsQuery.parse({ "filter[status]": "QUEUED", "filter[queue]": "emails" }),
    );
    const reason = await whyWaiting(ctx, data[0]?.id ?? "");
    expect(reason.blockers.map(({ kind }) => kind)).toContain("TOTAL_LIMIT");
  });

  it("makes the same again in place of what it made before", async () => {
    const ctx = systemContext(database.db);
    await seedShop(ctx, SIZE);
    expect(await countByStatus((await production()).environment.id)).toEqual(first);
    expect(await database.db.prisma.project.count({ where: { ref: SHOP_PROJECT_REF } })).toBe(1);
  });
});
