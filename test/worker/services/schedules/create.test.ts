import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule, rowOf, scheduleWorkspace } from "#test/support/schedules.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";

const database = useDatabase();
const NOW = new Date("2026-03-28T12:00:00Z");

describe("createSchedule", () => {
  it("makes one that ticks next in its zone", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const created = await createSchedule(at(ctx, NOW), {
      task: "report",
      cron: "30 2 * * *",
      timezone: "Europe/Berlin",
      externalId: "customer_7",
      deduplicationKey: "report-of-7",
    });
    expect(created).toEqual({
      id: expect.stringMatching(/^sched_\w{26}$/),
      type: "IMPERATIVE",
      task: "report",
      active: true,
      deduplicationKey: "report-of-7",
      externalId: "customer_7",
      generator: { type: "CRON", expression: "30 2 * * *", description: "At 02:30" },
      timezone: "Europe/Berlin",
      // 03:00 on the day that has no 02:30.
      nextRun: "2026-03-29T01:00:00.000Z",
      nextRunEffectiveAt: "2026-03-29T01:00:00.000Z",
      environments: [{ id: friendlyId("env", ctx.environment.id), type: "PRODUCTION" }],
      createdAt: NOW.toISOString(),
      isTaskDeployed: true,
    });
  });

  it("changes the one that has the key", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const key = { deduplicationKey: "the-one" };
    const first = await makeSchedule(at(ctx, NOW), { ...key, externalId: "a", window: "30m" });
    const second = await makeSchedule(at(ctx, NOW), { ...key, task: "nightly", cron: "0 1 * * *" });
    expect(second).toMatchObject({
      id: first.id,
      task: "nightly",
      nextRun: "2026-03-29T01:00:00.000Z",
    });
    expect(second.externalId).toBeUndefined();
    expect(second.window).toBeUndefined();
    expect(
      first.nextRunEffectiveAt && first.nextRun && first.nextRunEffectiveAt > first.nextRun,
    ).toBe(true);
  });

  it("keeps a due tick and the switch when the same is made again", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const key = { deduplicationKey: "at-every-start" };
    await makeSchedule(at(ctx, NOW), key);
    const late = at(ctx, new Date("2026-03-29T09:00:05Z"));
    expect((await makeSchedule(late, key)).nextRun).toBe("2026-03-29T09:00:00.000Z");
    const { id } = await makeSchedule(late, key);
    await deactivateSchedule(late, id);
    const again = await makeSchedule(late, { ...key, cron: "0 10 * * *" });
    expect(again).toMatchObject({ id, active: false });
    expect(again.nextRun).toBeUndefined();
  });

  it("makes one of ten at once, and another when the first is deleted", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const key = { deduplicationKey: "raced" };
    const made = await Promise.all(Array.from({ length: 10 }, () => makeSchedule(ctx, key)));
    const ids = new Set(made.map(({ id }) => id));
    expect(ids.size).toBe(1);
    const id = made[0]?.id ?? "";
    await removeSchedule(ctx, id);
    expect(ids.has((await makeSchedule(ctx, key)).id)).toBe(false);
    expect((await rowOf(ctx, id)).archivedAt).not.toBeNull();
  });

  it("is one of its environment, for those who may write", async () => {
    const workspace = await scheduleWorkspace(database.db);
    const other = await scheduleWorkspace(database.db);
    const key = { deduplicationKey: "the same" };
    const mine = await makeSchedule(workspace.ctx, key);
    expect((await makeSchedule(other.ctx, key)).id).not.toBe(mine.id);
    const viewer = await workspace.asMember("VIEWER");
    await expect(makeSchedule(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read"] });
    await expect(makeSchedule(reader)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
