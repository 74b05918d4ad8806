import { describe, expect, it } from "vitest";
import type { ScheduleManifest } from "#sdk/wire/schedule.ts";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule } from "#test/support/schedules.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { listSchedules } from "#worker/services/schedules/list.ts";

const database = useDatabase();
const list = async (workspace: Workspace) =>
  (await listSchedules(workspace.ctx, { page: 1, perPage: 100, sort: "newest" })).data;

function deploy(
  workspace: Workspace,
  crons: Record<string, Partial<ScheduleManifest> | undefined>,
) {
  const tasks = Object.entries(crons).map(([id, schedule]) => ({
    id,
    triggerSource: "schedule" as const,
    ...(schedule && { schedule: { cron: "0 9 * * *", timezone: "UTC", ...schedule } }),
  }));
  return deployTasks(workspace, tasks);
}

describe("a deployment", () => {
  it("brings the schedules of its tasks", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, { a: { timezone: "Asia/Tokyo", window: "30m" }, b: undefined });
    expect(await list(workspace)).toMatchObject([
      { type: "DECLARATIVE", task: "a", timezone: "Asia/Tokyo", window: "30m", active: true },
    ]);
  });

  it("changes them, takes them away, and leaves those made by hand", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, { a: {}, b: {} });
    const before = await list(workspace);
    const byHand = await makeSchedule(workspace.ctx, { task: "a" });
    await deploy(workspace, { a: { cron: "0 8 * * *" } });
    const after = await list(workspace);
    expect(after.map(({ id }) => id).sort()).toEqual(
      [byHand.id, before.find(({ task }) => task === "a")?.id].sort(),
    );
    expect(after.find(({ type }) => type === "DECLARATIVE")?.generator.expression).toBe(
      "0 8 * * *",
    );
  });

  it("keeps the next tick and the switch of one that stays the same", async () => {
    const workspace = await createWorkspace(database.db);
    const then = { ...workspace, ctx: at(workspace.ctx, new Date("2026-01-01T08:00:00Z")) };
    await deploy(then, { a: {}, b: {} });
    const [b, a] = await list(workspace);
    await deactivateSchedule(workspace.ctx, a?.id ?? "");
    // A deployment at the very moment of the tick must not push it away.
    const now = { ...workspace, ctx: at(workspace.ctx, new Date("2026-01-01T09:00:01Z")) };
    await deploy(now, { a: { cron: "0 7 * * *" }, b: {} });
    const after = await list(workspace);
    expect(after[0]).toMatchObject({ id: b?.id, nextRun: "2026-01-01T09:00:00.000Z" });
    expect(after[1]).toMatchObject({ id: a?.id, active: false });
  });

  it("takes up the one that was there when the code has it again, without its past", async () => {
    const workspace = await createWorkspace(database.db);
    await deploy(workspace, { a: {} });
    const [first] = await list(workspace);
    await deactivateSchedule(workspace.ctx, first?.id ?? "");
    await deploy(workspace, { a: undefined });
    expect(await list(workspace)).toEqual([]);
    const now = { ...workspace, ctx: at(workspace.ctx, new Date("2027-01-01T10:00:00Z")) };
    await deploy(now, { a: {} });
    expect(await list(workspace)).toMatchObject([
      { id: first?.id, active: true, nextRun: "2027-01-02T09:00:00.000Z" },
    ]);
  });

  it("leaves out what is for other environments", async () => {
    const crons = {
      everywhere: {},
      production: { environments: ["PRODUCTION" as const] },
      several: { environments: ["DEVELOPMENT" as const, "STAGING" as const] },
    };
    const tasks = async (slug: "dev" | "staging" | "prod") => {
      const workspace = await createWorkspace(database.db, { slug });
      await deploy(workspace, crons);
      return (await list(workspace)).map(({ task }) => task).sort();
    };
    expect(await tasks("dev")).toEqual(["everywhere", "several"]);
    expect(await tasks("staging")).toEqual(["everywhere", "several"]);
    expect(await tasks("prod")).toEqual(["everywhere", "production"]);
  });

  it("is refused whole when a cron is wrong, with the task's name", async () => {
    const workspace = await createWorkspace(database.db);
    await expect(
      deploy(workspace, { good: {}, bad: { cron: "0 25 * * *" } }),
    ).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: expect.stringMatching(/^The cron of the task “bad”: “0 25 \* \* \*” is no cron/),
    });
    await expect(deploy(workspace, { bad: { timezone: "Berlin" } })).rejects.toMatchObject({
      message: expect.stringContaining("Did you mean Europe/Berlin?"),
    });
    const schedule = { cron: "* * * * *", timezone: "UTC" };
    await expect(deployTasks(workspace, [{ id: "plain", schedule }])).rejects.toMatchObject({
      message: expect.stringContaining("Only schedules.task() takes a cron."),
    });
    expect(await list(workspace)).toEqual([]);
  });
});
