import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule, rowOf, runsOf, scheduleWorkspace } from "#test/support/schedules.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { runScheduleNow } from "#worker/services/schedules/run-now.ts";

const database = useDatabase();
const NOW = new Date("2026-01-01T08:00:00Z");

describe("runScheduleNow", () => {
  it("triggers a test run with a tick of this moment and moves nothing", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const schedule = await makeSchedule(at(ctx, NOW), { externalId: "x" });
    const before = await rowOf(ctx, schedule.id);
    const { id } = await runScheduleNow(at(ctx, NOW), schedule.id);
    expect(await getRun(ctx, id)).toMatchObject({
      taskIdentifier: "report",
      isTest: true,
      schedule: { id: schedule.id, externalId: "x", generator: schedule.generator },
      payload: { scheduleId: schedule.id, timestamp: NOW.toISOString(), externalId: "x" },
    });
    expect(await rowOf(ctx, schedule.id)).toEqual(before);
    expect((await runsOf(ctx, schedule.id)).map((run) => friendlyId("run", run.id))).toEqual([id]);
  });

  it("is for those who may trigger its task", async () => {
    const workspace = await scheduleWorkspace(database.db);
    const { id } = await makeSchedule(workspace.ctx);
    const other = await scheduleWorkspace(database.db);
    await expect(runScheduleNow(other.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const key = (scopes: string[]) => workspace.as({ kind: "apiKey", apiKeyId: "", scopes });
    for (const ctx of [
      await workspace.asMember("VIEWER"),
      key(["read"]),
      key(["trigger:tasks:report"]),
      key(["read", "trigger:tasks:plain"]),
    ]) {
      await expect(runScheduleNow(ctx, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await runScheduleNow(key(["read:schedules", "trigger:tasks:report"]), id);
  });
});
