import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun } from "#test/support/runs.ts";
import { makeSchedule, rowOf, runsOf, scheduleWorkspace } from "#test/support/schedules.ts";
import { deployTasks, systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { fireSchedules } from "#worker/services/schedules/fire.ts";
import { getSchedule } from "#worker/services/schedules/get.ts";

const database = useDatabase();
const MORNING = new Date("2026-01-01T08:00:00Z");
const time = (text: string) => new Date(`2026-01-01T${text}Z`);

/** Fires as a worker does, at this moment. */
function fire(moment: Date): Promise<number> {
  return fireSchedules(at(systemContext(database.db), moment));
}

/** A schedule of a workspace of its own; those of earlier tests do not tick any more. */
async function prepared(overrides: Parameters<typeof makeSchedule>[1] = {}) {
  await database.db.prisma.schedule.updateMany({ data: { nextTickAt: null, nextStartAt: null } });
  const workspace = await scheduleWorkspace(database.db);
  const schedule = await makeSchedule(at(workspace.ctx, MORNING), overrides);
  return { ...workspace, schedule };
}

describe("fireSchedules", () => {
  it("triggers the run of a tick with its payload, and moves on", async () => {
    const { ctx, schedule } = await prepared({ externalId: "customer_7", timezone: "Europe/Rome" });
    expect(await fire(time("07:59:58"))).toBe(0);
    // Nine o'clock in Rome has passed when the schedule was made: tomorrow.
    expect(await fire(new Date("2026-01-02T08:00:00.020Z"))).toBe(1);
    const [row] = await runsOf(ctx, schedule.id);
    expect(row).toMatchObject({ queueName: "task/report", status: "QUEUED", isTest: false });
    const run = await getRun(ctx, friendlyId("run", row?.id ?? ""));
    expect(run.payload).toMatchObject({
      scheduleId: schedule.id,
      type: "IMPERATIVE",
      timestamp: "2026-01-02T08:00:00.000Z",
      timezone: "Europe/Rome",
      externalId: "customer_7",
    });
    expect(run.payload).not.toHaveProperty("lastTimestamp");
    expect(run.schedule).toMatchObject({ id: schedule.id, externalId: "customer_7" });
    expect(await getSchedule(ctx, schedule.id)).toMatchObject({
      nextRun: "2026-01-03T08:00:00.000Z",
      lastTick: "2026-01-02T08:00:00.000Z",
      lastRunId: run.id,
    });
    expect(await fire(new Date("2026-01-02T08:00:40Z"))).toBe(0);
    expect(await fire(new Date("2026-01-03T08:00:00Z"))).toBe(1);
    const second = (await runsOf(ctx, schedule.id))[1];
    expect((await getRun(ctx, friendlyId("run", second?.id ?? ""))).payload).toMatchObject({
      timestamp: "2026-01-03T08:00:00.000Z",
      lastTimestamp: "2026-01-02T08:00:00.000Z",
    });
    const query = listRunsQuery.parse({ "filter[schedule]": schedule.id });
    expect((await listRuns(ctx, query)).data).toHaveLength(2);
  });

  it("makes one run of a tick, with any number of workers at once", async () => {
    const { ctx, schedule } = await prepared();
    const fired = await Promise.all(Array.from({ length: 8 }, () => fire(time("09:00:00"))));
    expect(fired.reduce((sum, runs) => sum + runs, 0)).toBe(1);
    expect(await runsOf(ctx, schedule.id)).toHaveLength(1);
  });

  it("makes no second run even when the schedule is set back", async () => {
    const { ctx, schedule } = await prepared();
    await fire(time("09:00:00"));
    const data = { nextTickAt: time("09:00:00"), nextStartAt: time("09:00:00") };
    const { id } = await rowOf(ctx, schedule.id);
    await ctx.db.prisma.schedule.update({ where: { id }, data });
    expect(await fire(time("09:00:30"))).toBe(0);
    expect(await runsOf(ctx, schedule.id)).toHaveLength(1);
    expect((await rowOf(ctx, schedule.id)).nextTickAt).toEqual(new Date("2026-01-02T09:00:00Z"));
  });

  it("catches up once after downtime, with the newest tick, and counts the others", async () => {
    const { ctx, schedule } = await prepared({ cron: "*/5 * * * *" });
    await fire(time("08:05:00"));
    expect(await fire(time("10:02:30"))).toBe(1);
    const runs = await runsOf(ctx, schedule.id);
    expect(runs).toHaveLength(2);
    expect((await getRun(ctx, friendlyId("run", runs[1]?.id ?? ""))).payload).toMatchObject({
      timestamp: "2026-01-01T10:00:00.000Z",
      lastTimestamp: "2026-01-01T08:05:00.000Z",
    });
    expect(await getSchedule(ctx, schedule.id)).toMatchObject({
      nextRun: "2026-01-01T10:05:00.000Z",
      missed: { count: 22, until: "2026-01-01T09:55:00.000Z" },
    });
  });

  it("delays a run to its place in the window", async () => {
    const rule = { cron: "0 * * * *", window: "1m" };
    let { ctx, schedule } = await prepared(rule);
    // Its place comes from its id, and is the tick itself for one of sixty.
    while (schedule.nextRunEffectiveAt === "2026-01-01T09:00:00.000Z") {
      ({ ctx, schedule } = await prepared(rule));
    }
    const startAt = new Date(schedule.nextRunEffectiveAt ?? "");
    expect(startAt.getTime()).toBeGreaterThan(time("09:00:00").getTime());
    expect(startAt.getTime()).toBeLessThan(time("09:01:00").getTime());
    expect(await fire(time("09:00:00"))).toBe(1);
    const [run] = await runsOf(ctx, schedule.id);
    expect(run).toMatchObject({ status: "DELAYED", delayUntil: startAt });
    expect(await getSchedule(ctx, schedule.id)).toMatchObject({
      lastTick: "2026-01-01T09:00:00.000Z",
      nextRun: "2026-01-01T10:00:00.000Z",
    });
  });

  it("is not late when a timer rings a moment early", async () => {
    const { ctx, schedule } = await prepared();
    expect(await fire(time("08:59:59.980"))).toBe(1);
    const [run] = await runsOf(ctx, schedule.id);
    expect(run).toMatchObject({ status: "DELAYED", delayUntil: time("09:00:00") });
  });

  it("runs nothing of a task that is not deployed, and counts the tick as missed", async () => {
    const workspace = await prepared();
    const { ctx, schedule } = workspace;
    await deployTasks(workspace, [{ id: "other" }]);
    expect(await fire(time("09:00:00"))).toBe(0);
    expect(await getSchedule(ctx, schedule.id)).toMatchObject({
      nextRun: "2026-01-02T09:00:00.000Z",
      missed: { count: 1, until: "2026-01-01T09:00:00.000Z" },
      isTaskDeployed: false,
    });
    expect(await runsOf(ctx, schedule.id)).toEqual([]);
  });

  it("does not stop at a schedule that nobody can read", async () => {
    const { ctx, schedule } = await prepared();
    const broken = await makeSchedule(at(ctx, MORNING));
    const { id } = await rowOf(ctx, broken.id);
    await ctx.db.prisma.schedule.update({ where: { id }, data: { cron: "no cron" } });
    expect(await fire(time("09:00:00"))).toBe(1);
    expect(await runsOf(ctx, schedule.id)).toHaveLength(1);
    expect(await rowOf(ctx, broken.id)).toMatchObject({
      deactivatedAt: time("09:00:00"),
      nextTickAt: null,
    });
  });

  it("fires many of many tenants, in batches, and no others", async () => {
    const { ctx } = await prepared();
    await database.db.prisma.schedule.updateMany({ data: { nextTickAt: null, nextStartAt: null } });
    const now = at(ctx, MORNING);
    const row = await rowOf(ctx, (await makeSchedule(now)).id);
    const copies = Array.from({ length: 249 }, () => ({
      ...row,
      id: newId(),
      deduplicationKey: newId(),
    }));
    await ctx.db.prisma.schedule.createMany({ data: copies });
    const later = await makeSchedule(now, { cron: "1 9 * * *" });
    await deactivateSchedule(now, friendlyId("sched", row.id));
    const [one, two] = await Promise.all([fire(time("09:00:00")), fire(time("09:00:00"))]);
    expect(one + two).toBe(249);
    const runs = await ctx.db.prisma.run.groupBy({
      by: ["scheduleId"],
      where: { environmentId: ctx.environment.id },
      _count: true,
    });
    expect(runs).toHaveLength(249);
    expect(runs.every(({ _count }) => _count === 1)).toBe(true);
    expect(await runsOf(ctx, later.id)).toEqual([]);
  });

  it("is what a run says of itself only while it comes from a schedule", async () => {
    const { ctx } = await prepared();
    const id = friendlyId("run", await insertRun(ctx, "QUEUED"));
    expect(await getRun(ctx, id)).not.toHaveProperty("schedule");
  });
});
