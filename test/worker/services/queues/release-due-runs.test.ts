import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later, readHistory, readRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { releaseDueRuns } from "#worker/services/queues/release-due-runs.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();

describe("releaseDueRuns", () => {
  it("queues a delayed run when its time has come, at the place it waited for", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello", { delay: "10m", priority: 2 });
    const { queueOrder } = await readRun(ctx, id);
    expect(await releaseDueRuns(later(ctx, 599_000))).toBe(0);
    expect(await releaseDueRuns(later(ctx, 601_000))).toBe(1);
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", queueOrder });
    expect(await readHistory(ctx, id)).toEqual([["QUEUED", "The delay is over"]]);
  });

  it("leaves a run alone that was canceled while it waited", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "DELAYED", { delayUntil: new Date() });
    await cancelRun(ctx, friendlyId("run", id));
    expect(await releaseDueRuns(later(ctx, 1000))).toBe(0);
    expect((await readRun(ctx, id)).status).toBe("CANCELED");
  });

  it("rings the bell of each environment whose runs it queued", async () => {
    const [one, two] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    for (const { ctx } of [one, two]) await insertRun(ctx, "DELAYED", { delayUntil: new Date() });
    const rung = new Set<string>();
    const ctx: EnvironmentContext = {
      ...later(one.ctx, 1000),
      signals: { ...one.ctx.signals, workAvailable: (id) => rung.add(id) },
    };
    expect(await releaseDueRuns(ctx)).toBe(2);
    expect(rung).toEqual(new Set([one.ctx.environment.id, two.ctx.environment.id]));
  });

  it("queues each run once, however many sweep together", async () => {
    const { ctx } = await createWorkspace(database.db);
    const delayUntil = new Date(Date.now() - 1000);
    const ids = await Promise.all(
      Array.from({ length: 10 }, () => insertRun(ctx, "DELAYED", { delayUntil })),
    );
    const counts = await Promise.all(Array.from({ length: 4 }, () => releaseDueRuns(ctx)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    for (const id of ids) expect(await readHistory(ctx, id)).toHaveLength(1);
  });
});
