import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import {
  expectScheduleGuarded,
  makeSchedule,
  rowOf,
  runsOf,
  scheduleWorkspace,
} from "#test/support/schedules.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { fireSchedules } from "#worker/services/schedules/fire.ts";

const database = useDatabase();

it("ticks no more; twice is once", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  const { id } = await makeSchedule(at(ctx, new Date("2026-01-01T08:00:00Z")));
  const inactive = await deactivateSchedule(at(ctx, new Date("2026-01-01T08:30:00Z")), id);
  expect(inactive.active).toBe(false);
  expect(inactive.nextRun).toBeUndefined();
  await deactivateSchedule(at(ctx, new Date("2026-01-01T08:40:00Z")), id);
  expect((await rowOf(ctx, id)).deactivatedAt).toEqual(new Date("2026-01-01T08:30:00Z"));
  await fireSchedules(at(ctx, new Date("2026-01-02T09:00:00Z")));
  expect(await runsOf(ctx, id)).toEqual([]);
});

it("is for those who may write this environment's schedules", async () => {
  await expectScheduleGuarded(await scheduleWorkspace(database.db), deactivateSchedule, "write");
});
