import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule, rowOf, scheduleWorkspace } from "#test/support/schedules.ts";
import { changeSchedule, nextColumns, ruleChanges } from "#worker/services/schedules/change.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";

const database = useDatabase();
const NOW = new Date("2026-01-01T08:00:00Z");

describe("changeSchedule", () => {
  it("writes what was decided, or nothing", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id: friendly } = await makeSchedule(at(ctx, NOW));
    const { id } = await rowOf(ctx, friendly);
    const later = at(ctx, new Date("2026-01-02T00:00:00Z"));
    const changed = await changeSchedule(later, { id }, () => ({ externalId: "x" }));
    expect(changed).toMatchObject({ externalId: "x", updatedAt: later.clock() });
    expect(await changeSchedule(ctx, { id }, () => null)).toEqual(changed);
  });

  it("finds none that is gone", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id: friendly } = await makeSchedule(ctx, { deduplicationKey: "gone" });
    await removeSchedule(ctx, friendly);
    expect(await changeSchedule(ctx, { deduplicationKey: "gone" }, () => null)).toBeNull();
  });
});

describe("ruleChanges", () => {
  it("moves the next tick only when the rule is another one", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const { id } = await makeSchedule(at(ctx, NOW));
    const row = await rowOf(ctx, id);
    const rule = { cron: "0 9 * * *", timezone: "UTC", window: null };
    const later = new Date("2026-01-03T12:00:00Z");
    expect(ruleChanges(row, rule, later)).toBeNull();
    const other = { ...rule, cron: "0 10 * * *" };
    expect(ruleChanges(row, other, later)).toEqual({
      ...other,
      ...nextColumns(other, row.id, later),
    });
    expect(nextColumns(other, row.id, later).nextTickAt).toEqual(new Date("2026-01-04T10:00:00Z"));
    expect(ruleChanges({ ...row, deactivatedAt: NOW }, other, later)).toEqual({
      ...other,
      nextTickAt: null,
      nextStartAt: null,
    });
  });
});
