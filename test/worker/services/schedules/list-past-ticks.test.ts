import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import {
  expectScheduleGuarded,
  makeSchedule,
  rowOf,
  runsOf,
  scheduleWorkspace,
} from "#test/support/schedules.ts";
import { systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { fireSchedules } from "#worker/services/schedules/fire.ts";
import { listPastTicks } from "#worker/services/schedules/list-past-ticks.ts";
import { runScheduleNow } from "#worker/services/schedules/run-now.ts";

const database = useDatabase();
const day = (number: number, time = "09:00:00.000") => `2026-01-0${number}T${time}Z`;

describe("listPastTicks", () => {
  it("tells of each tick whether it ran, was missed, or was none", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const moment = (text: string) => at(ctx, new Date(text));
    const { id } = await makeSchedule(moment(day(1, "08:00:00")));
    const fire = (text: string) => fireSchedules(at(systemContext(database.db), new Date(text)));
    const list = async (text: string) => (await listPastTicks(moment(text), id)).data;
    expect(await list(day(1, "08:30:00"))).toEqual([]);
    await fire(day(1, "09:00:00"));
    // Nobody is there until the fourth day: one run, for the newest tick.
    await fire(day(4, "10:00:00"));
    await runScheduleNow(moment(day(4, "11:00:00")), id);
    const [first, second] = await runsOf(ctx, id);
    const ran = (row: { id: string } | undefined) => ({
      state: "RAN",
      run: { id: friendlyId("run", row?.id ?? ""), status: "QUEUED", taskIdentifier: "report" },
    });
    expect(await list(day(4, "12:00:00"))).toMatchObject([
      { at: day(4), ...ran(second) },
      { at: day(3), state: "MISSED" },
      { at: day(2), state: "MISSED" },
      { at: day(1), ...ran(first) },
    ]);
    // One that is due is not over before a worker has looked at it.
    expect((await list(day(5, "09:00:01")))[0]).toMatchObject({ at: day(4) });
    await deactivateSchedule(moment(day(5, "09:00:02")), id);
    expect((await list(day(6, "12:00:00"))).slice(0, 2)).toEqual([
      { at: day(6), state: "NONE" },
      { at: day(5), state: "NONE" },
    ]);
  });

  it("says nothing of ticks whose runs may have been removed", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id } = await makeSchedule(at(ctx, new Date("2025-01-01T00:00:00Z")));
    await fireSchedules(at(systemContext(database.db), new Date(day(4, "09:00:00"))));
    const row = await rowOf(ctx, id);
    expect(row.missedCount).toBeGreaterThan(300);
    const { data } = await listPastTicks(at(ctx, new Date(day(8, "12:00:00"))), id);
    expect(data.at(-1)?.at).toBe(day(4));
  });

  it("is for those who may read schedules of its environment", async () => {
    await expectScheduleGuarded(await scheduleWorkspace(database.db), listPastTicks, "read");
  });
});
