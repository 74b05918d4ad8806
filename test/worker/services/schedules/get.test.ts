import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { expectScheduleGuarded, makeSchedule, scheduleWorkspace } from "#test/support/schedules.ts";
import { deployTasks } from "#test/support/workspace.ts";
import { getSchedule } from "#worker/services/schedules/get.ts";

const database = useDatabase();

it("gives one, and says when its task is not deployed any more", async () => {
  const workspace = await scheduleWorkspace(database.db);
  const made = await makeSchedule(workspace.ctx);
  expect(await getSchedule(workspace.ctx, made.id)).toEqual(made);
  await deployTasks(workspace, [{ id: "other" }]);
  expect(await getSchedule(workspace.ctx, made.id)).toEqual({ ...made, isTaskDeployed: false });
});

it("is for those who may read this environment's schedules", async () => {
  await expectScheduleGuarded(await scheduleWorkspace(database.db), getSchedule, "read");
});
