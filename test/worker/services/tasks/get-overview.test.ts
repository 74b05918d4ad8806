import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { overrideLimit } from "#worker/services/queues/override-limit.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { getTaskOverview } from "#worker/services/tasks/get-overview.ts";

const database = useDatabase();

describe("getTaskOverview", () => {
  it("tells a task's options and where they come from, its queue, schedules, versions and runs", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "other" }]);
    await deployTasks(workspace, [{ id: "hello", triggerSource: "schedule" }]);
    await deployTasks(workspace, [{ id: "hello", triggerSource: "schedule" }]);
    await deployTasks(
      workspace,
      [
        {
          id: "hello",
          triggerSource: "schedule",
          machine: "micro",
          queue: { concurrencyLimit: 4 },
        },
      ],
      { maxDuration: 60 },
    );
    await overrideLimit(ctx, { type: "task", value: "hello" }, 2);
    const { id: scheduleId } = await createSchedule(ctx, {
      task: "hello",
      cron: "0 8 * * *",
      deduplicationKey: "daily",
    });
    await insertRun(ctx, "COMPLETED");
    const overview = await getTaskOverview(ctx, "hello");
    expect(overview).toMatchObject({
      task: { id: "hello", lastRuns: [{ status: "COMPLETED" }] },
      queue: { name: "hello", concurrency: { base: 4, override: 2, current: 2 } },
      schedules: [{ id: scheduleId }],
      activity: { hours: expect.any(Array), tasks: {} },
    });
    expect(overview.options).toEqual(
      expect.arrayContaining([
        { name: "machine", value: "micro", source: "TASK" },
        { name: "maxDuration", value: 60, source: "CONFIG" },
        { name: "retry.maxAttempts", value: 3, source: "DEFAULT" },
      ]),
    );
    expect(overview.versions).toMatchObject([
      { version: expect.stringMatching(/\.4$/), isCurrent: true, changed: ["machine", "queue"] },
      { version: expect.stringMatching(/\.3$/), isCurrent: false, changed: [] },
      { version: expect.stringMatching(/\.2$/), isFirst: true },
    ]);
    expect(overview.versions).toHaveLength(3);
  });

  it("does not find a task that is gone or another tenant's, and is for those who may read it", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await deployTasks(mine, [{ id: "hello" }, { id: "gone" }]);
    await deployTasks(mine, [{ id: "hello" }]);
    for (const [ctx, id] of [
      [mine.ctx, "gone"],
      [theirs.ctx, "hello"],
    ] as const) {
      await expect(getTaskOverview(ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const other = mine.as({ kind: "publicToken", scopes: ["read:tasks:other"] });
    await expect(getTaskOverview(other, "hello")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const viewer = await mine.asMember("VIEWER");
    await expect(getTaskOverview(viewer, "hello")).resolves.toBeDefined();
  });
});
