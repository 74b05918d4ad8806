import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

const database = useDatabase();

async function statusOf(ctx: EnvironmentContext, ids: string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await readRun(ctx, id)).status));
}

describe("canceling many runs", () => {
  it("ends those that match and are not over, with what is below them", async () => {
    const { ctx } = await createWorkspace(database.db);
    const queued = await insertRun(ctx, "QUEUED", { tags: ["x"] });
    const executing = await insertRun(ctx, "EXECUTING", { tags: ["x"] });
    const child = await insertRun(ctx, "WAITING", { parentRunId: executing });
    const over = await insertRun(ctx, "FAILED", { tags: ["x"] });
    const other = await insertRun(ctx, "QUEUED");
    const id = await createBulk(ctx, { action: "cancel", filter: { tag: "x" } });
    await workAll(ctx);
    expect(await statusOf(ctx, [queued, executing, child, over, other])).toEqual([
      "CANCELED",
      "CANCELED",
      "CANCELED",
      "FAILED",
      "QUEUED",
    ]);
    expect(await readBulk(ctx, id)).toMatchObject({
      status: "COMPLETED",
      completedAt: expect.any(Date),
      totalCount: 3,
      succeededCount: 3,
      failedCount: 0,
      skippedCount: 0,
    });
    expect(await readHistory(ctx, queued)).toEqual([
      ["CANCELED", `Canceled by the bulk action ${id}`],
    ]);
    expect(await readHistory(ctx, child)).toEqual([["CANCELED", "Its parent was canceled"]]);
    const { data } = await listRuns(ctx, listRunsQuery.parse({ "filter[bulkAction]": id }));
    expect(data.map((run) => run.id)).toEqual(
      [child, executing, queued].map((runId) => friendlyId("run", runId)),
    );
  });

  it("skips what is over already when the runs are named, and counts nothing twice", async () => {
    const { ctx } = await createWorkspace(database.db);
    const parent = await insertRun(ctx, "EXECUTING");
    const child = await insertRun(ctx, "QUEUED", { parentRunId: parent });
    const over = await insertRun(ctx, "COMPLETED");
    const runIds = [parent, child, over].map((id) => friendlyId("run", id));
    const id = await createBulk(ctx, { action: "cancel", runIds });
    await workAll(ctx);
    expect(await readBulk(ctx, id)).toMatchObject({
      totalCount: 3,
      succeededCount: 2,
      skippedCount: 1,
    });
  });

  it("leaves alone what is triggered after it was made", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await createBulk(ctx, { action: "cancel", filter: { status: "QUEUED" } });
    const late = await insertRun(ctx, "QUEUED");
    await workAll(ctx);
    expect(await statusOf(ctx, [late])).toEqual(["QUEUED"]);
    expect(await readBulk(ctx, id)).toMatchObject({ status: "COMPLETED", succeededCount: 0 });
  });

  it("tells the workers and the live views, once it is committed", async () => {
    const { ctx } = await createWorkspace(database.db);
    const told: string[] = [];
    const run = await insertRun(ctx, "EXECUTING");
    await createBulk(ctx, { action: "cancel", filter: { status: "EXECUTING" } });
    await workAll({
      ...ctx,
      signals: {
        ...ctx.signals,
        workAvailable: (id) => told.push(`work ${id}`),
        runChanged: (_, id) => told.push(`changed ${id}`),
        cancelRequested: (id) => told.push(`cancel ${id}`),
      },
    });
    expect(told).toEqual([`cancel ${run}`, `changed ${run}`, `work ${ctx.environment.id}`]);
  });
});
