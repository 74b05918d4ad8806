import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { expectScheduleGuarded, makeSchedule, scheduleWorkspace } from "#test/support/schedules.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { findSchedule } from "#worker/services/schedules/find.ts";

const database = useDatabase();

it("finds a row by its public id", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  const { id } = await makeSchedule(ctx);
  expect(friendlyId("sched", (await findSchedule(ctx, "read", id)).id)).toBe(id);
});

it("asks for the scope of the action", async () => {
  const workspace = await scheduleWorkspace(database.db);
  await expectScheduleGuarded(workspace, (ctx, id) => findSchedule(ctx, "write", id), "write");
});
