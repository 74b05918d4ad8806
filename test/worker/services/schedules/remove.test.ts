import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import {
  expectScheduleGuarded,
  makeSchedule,
  rowOf,
  scheduleWorkspace,
} from "#test/support/schedules.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { getSchedule } from "#worker/services/schedules/get.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";

const database = useDatabase();

describe("removeSchedule", () => {
  it("ends its ticks; its runs still say what it was", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id } = await makeSchedule(ctx, { externalId: "x" });
    const row = await rowOf(ctx, id);
    const runId = friendlyId("run", await insertRun(ctx, "COMPLETED", { scheduleId: row.id }));
    expect(await removeSchedule(ctx, id)).toEqual({ id });
    expect(await rowOf(ctx, id)).toMatchObject({ nextTickAt: null, nextStartAt: null });
    await expect(getSchedule(ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeSchedule(ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await getRun(ctx, runId)).schedule).toMatchObject({ id, externalId: "x" });
  });

  it("refuses what is declared in code", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id } = await makeSchedule(ctx);
    const row = await rowOf(ctx, id);
    const data = { type: "DECLARATIVE" } as const;
    await ctx.db.prisma.schedule.update({ where: { id: row.id }, data });
    await expect(removeSchedule(ctx, id)).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  });

  it("is for those who may write this environment's schedules", async () => {
    await expectScheduleGuarded(await scheduleWorkspace(database.db), removeSchedule, "write");
  });
});
