import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { bindTicks, readPastTicks } from "#worker/seed/past-ticks.ts";
import { tickKey } from "#worker/services/schedules/payload.ts";

const database = useDatabase();
const TASK = "daily-sales-report";

it("leaves a tick to the run that a worker has fired for it beside the seed", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  const schedule = { cron: "0 6 * * *", timezone: "Europe/Lisbon" };
  await deployTasks(workspace, [{ id: TASK, triggerSource: "schedule", schedule }]);
  const ticks = await readPastTicks(ctx, new Date());
  const [newest, before] = ticks.ran;
  const keyOf = (tick = new Date()) => tickKey(ticks.scheduleId, tick);
  const of = (createdAt = new Date()) => ({ taskSlug: TASK, createdAt });
  const fired = await insertRun(ctx, "QUEUED", { ...of(), requestKey: keyOf(newest) });
  await ctx.db.prisma.schedule.update({
    where: { id: ticks.scheduleId },
    data: { lastTickAt: newest ?? null, lastRunId: fired },
  });
  const seeded = [
    await insertRun(ctx, "COMPLETED", of(newest)),
    await insertRun(ctx, "COMPLETED", of(before)),
  ];
  await bindTicks(ctx, ticks);
  const runs = await ctx.db.prisma.run.findMany({ where: { id: { in: seeded } } });
  const keys = new Map(runs.map(({ id, requestKey }) => [id, requestKey]));
  expect(seeded.map((id) => keys.get(id))).toEqual([null, keyOf(before)]);
  const { lastRunId } = await ctx.db.prisma.schedule.findUniqueOrThrow({
    where: { id: ticks.scheduleId },
  });
  expect(lastRunId).toBe(fired);
});
