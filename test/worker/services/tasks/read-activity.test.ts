import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, startRun, succeeded, threw, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";
import { readTaskActivity } from "#worker/services/tasks/read-activity.ts";

const database = useDatabase();
const HOUR_MS = 3_600_000;

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 1 } }, { id: "other" }]);
  return workspace;
}

describe("readTaskActivity", () => {
  it("counts how runs ended by task and hour, beside what was deployed", async () => {
    const { ctx } = await deployed();
    for (const result of [succeeded(), succeeded(), threw("No")]) {
      const { id } = await trigger(ctx, "hello");
      await completeAttempt(ctx, await startRun(ctx, id), result);
    }
    await trigger(ctx, "other");
    await foldTallies(ctx);
    const activity = await readTaskActivity(ctx);
    expect(activity.hours).toHaveLength(24);
    const all = activity.tasks["hello"] ?? [];
    const sum = (status: "COMPLETED" | "FAILED") =>
      all.reduce((total, { runs }) => total + (runs[status] ?? 0), 0);
    expect([sum("COMPLETED"), sum("FAILED")]).toEqual([2, 1]);
    expect(activity.hours).toContain(all[0]?.at);
    expect(Object.keys(activity.tasks)).toEqual(["hello"]);
    expect(activity.deployments).toEqual([
      { version: expect.stringMatching(/\.1$/), at: expect.stringMatching(/Z$/) },
    ]);
    expect((await readTaskActivity(ctx, "other")).tasks).toEqual({});
  });

  it("leaves out what was before the 24 hours", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), succeeded());
    await foldTallies(ctx);
    const later = { ...ctx, clock: () => new Date(Date.now() + 25 * HOUR_MS) };
    expect(await readTaskActivity(later)).toMatchObject({ tasks: {}, deployments: [] });
  });

  it("shows nothing of another tenant, and is for those who may read tasks", async () => {
    const [mine, theirs] = await Promise.all([deployed(), createWorkspace(database.db)]);
    const { id } = await trigger(mine.ctx, "hello");
    await completeAttempt(mine.ctx, await startRun(mine.ctx, id), succeeded());
    await foldTallies(mine.ctx);
    expect(await readTaskActivity(theirs.ctx)).toMatchObject({ tasks: {}, deployments: [] });
    const runsOnly = mine.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:runs"] });
    await expect(readTaskActivity(runsOnly)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
