import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { expectScheduleGuarded, makeSchedule, scheduleWorkspace } from "#test/support/schedules.ts";
import { activateSchedule } from "#worker/services/schedules/activate.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";

const database = useDatabase();

it("ticks again from the next tick on; an active one stays as it is", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  const { id } = await makeSchedule(at(ctx, new Date("2026-01-01T08:00:00Z")));
  await deactivateSchedule(ctx, id);
  const later = at(ctx, new Date("2026-01-05T12:00:00Z"));
  const active = await activateSchedule(later, id);
  expect(active).toMatchObject({ active: true, nextRun: "2026-01-06T09:00:00.000Z" });
  const evenLater = at(ctx, new Date("2026-01-09T12:00:00Z"));
  expect(await activateSchedule(evenLater, id)).toEqual(active);
});

it("is for those who may write this environment's schedules", async () => {
  await expectScheduleGuarded(await scheduleWorkspace(database.db), activateSchedule, "write");
});
