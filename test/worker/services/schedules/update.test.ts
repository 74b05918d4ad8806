import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { expectScheduleGuarded, makeSchedule, scheduleWorkspace } from "#test/support/schedules.ts";
import { deployTasks } from "#test/support/workspace.ts";
import { listSchedules } from "#worker/services/schedules/list.ts";
import { updateSchedule } from "#worker/services/schedules/update.ts";

const database = useDatabase();

describe("updateSchedule", () => {
  it("gives other settings and clears what is left out", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const now = at(ctx, new Date("2026-01-01T08:00:00Z"));
    const made = await makeSchedule(now, {
      externalId: "x",
      window: "50%",
      timezone: "Asia/Tokyo",
      deduplicationKey: "kept",
    });
    const updated = await updateSchedule(now, made.id, { task: "report", cron: "0 9 * * *" });
    expect(updated).toMatchObject({
      id: made.id,
      timezone: "UTC",
      deduplicationKey: "kept",
      nextRun: "2026-01-01T09:00:00.000Z",
      nextRunEffectiveAt: "2026-01-01T09:00:00.000Z",
    });
    expect(updated.externalId).toBeUndefined();
    expect(updated.window).toBeUndefined();
  });

  it("refuses what cannot be, and what is declared in code", async () => {
    const workspace = await scheduleWorkspace(database.db);
    const { ctx } = workspace;
    const { id } = await makeSchedule(ctx);
    await expect(updateSchedule(ctx, id, { task: "report", cron: "x" })).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
    await deployTasks(workspace, [
      {
        id: "report",
        triggerSource: "schedule",
        schedule: { cron: "0 9 * * *", timezone: "UTC" },
      },
    ]);
    const { data } = await listSchedules(ctx, { page: 1, perPage: 20, sort: "newest" });
    const declared = data.find(({ type }) => type === "DECLARATIVE");
    await expect(
      updateSchedule(ctx, declared?.id ?? "", { task: "report", cron: "0 8 * * *" }),
    ).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: expect.stringContaining("declared in the code of “report”"),
    });
  });

  it("is for those who may write this environment's schedules", async () => {
    const workspace = await scheduleWorkspace(database.db);
    await expectScheduleGuarded(
      workspace,
      (ctx, id) => updateSchedule(ctx, id, { task: "report", cron: "0 8 * * *" }),
      "write",
    );
  });
});
