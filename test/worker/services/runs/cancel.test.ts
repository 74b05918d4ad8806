import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { FINAL_STATUSES, UNFINISHED_STATUSES } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();

function cancel(ctx: EnvironmentContext, id: string): Promise<void> {
  return cancelRun(ctx, friendlyId("run", id));
}

describe("cancelRun", () => {
  it.each(UNFINISHED_STATUSES)("ends a run that is %s at once", async (status) => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, status);
    await cancel(ctx, id);
    const run = await readRun(ctx, id);
    expect(run).toMatchObject({ status: "CANCELED", finishedAt: expect.any(Date) });
    expect(await readHistory(ctx, id)).toEqual([["CANCELED", "Canceled through the API"]]);
  });

  it.each(FINAL_STATUSES)("changes nothing of a run that is %s, and succeeds", async (status) => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, status);
    const before = await readRun(ctx, id);
    await cancel(ctx, id);
    expect(await readRun(ctx, id)).toEqual(before);
    expect(await readHistory(ctx, id)).toEqual([]);
  });

  it("cancels once, however often it is asked to", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING");
    await Promise.all([cancel(ctx, id), cancel(ctx, id), cancel(ctx, id)]);
    expect(await readHistory(ctx, id)).toHaveLength(1);
  });

  it("cancels unfinished descendants of every depth and no finished one", async () => {
    const { ctx } = await createWorkspace(database.db);
    const root = await insertRun(ctx, "EXECUTING");
    const child = await insertRun(ctx, "WAITING", { parentRunId: root });
    const done = await insertRun(ctx, "COMPLETED", { parentRunId: root });
    const grandchild = await insertRun(ctx, "QUEUED", { parentRunId: child });
    const underDone = await insertRun(ctx, "QUEUED", { parentRunId: done });
    const stranger = await insertRun(ctx, "QUEUED");
    await cancel(ctx, root);
    const statusOf = async (id: string) => (await readRun(ctx, id)).status;
    expect(await Promise.all([root, child, grandchild, underDone].map(statusOf))).toEqual(
      Array(4).fill("CANCELED"),
    );
    expect(await statusOf(done)).toBe("COMPLETED");
    expect(await statusOf(stranger)).toBe("QUEUED");
    expect(await readHistory(ctx, grandchild)).toEqual([["CANCELED", "Its parent was canceled"]]);
  });

  it("does not cancel the parent of the run", async () => {
    const { ctx } = await createWorkspace(database.db);
    const parent = await insertRun(ctx, "EXECUTING");
    await cancel(ctx, await insertRun(ctx, "QUEUED", { parentRunId: parent }));
    expect((await readRun(ctx, parent)).status).toBe("EXECUTING");
  });

  it("frees the slot for the next run", async () => {
    const { ctx } = await createWorkspace(database.db);
    const environment = { where: { id: ctx.environment.id }, data: { concurrencyLimit: 1 } };
    await ctx.db.prisma.environment.update(environment);
    const executing = await insertRun(ctx, "EXECUTING");
    await insertRun(ctx, "QUEUED");
    expect(await admitRuns(ctx, ctx.environment.id)).toMatchObject({
      outcome: "DONE",
      admitted: 0,
    });
    await cancel(ctx, executing);
    expect(await admitRuns(ctx, ctx.environment.id)).toMatchObject({
      outcome: "DONE",
      admitted: 1,
    });
  });

  it("tells the worker and the live views of each run, once", async () => {
    const workspace = await createWorkspace(database.db);
    const told: string[] = [];
    const ctx: EnvironmentContext = {
      ...workspace.ctx,
      signals: {
        workAvailable: (id) => told.push(`work ${id}`),
        runChanged: (_, id) => told.push(`changed ${id}`),
        cancelRequested: (id) => told.push(`cancel ${id}`),
        resumeRequested: () => {},
        streamGrew: () => {},
        flush: async () => {},
      },
    };
    const id = await insertRun(ctx, "EXECUTING");
    await cancel(ctx, id);
    await cancel(ctx, id);
    expect(told).toEqual([`cancel ${id}`, `changed ${id}`, `work ${ctx.environment.id}`]);
  });

  it("says that a person did it", async () => {
    const workspace = await createWorkspace(database.db);
    const member = await workspace.asMember("DEVELOPER");
    const id = await insertRun(member, "QUEUED");
    await cancel(member, id);
    expect(await readHistory(member, id)).toEqual([["CANCELED", "Canceled in the dashboard"]]);
  });

  it("does not find the run of another tenant, which goes on", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const id = await insertRun(theirs.ctx, "EXECUTING");
    await expect(cancel(mine.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(cancelRun(mine.ctx, "nonsense")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await readRun(theirs.ctx, id)).status).toBe("EXECUTING");
  });

  it("is refused to a viewer and to a key that only reads", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await insertRun(workspace.ctx, "EXECUTING");
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] });
    await expect(cancel(reader, id)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("write:runs or write:tasks"),
    });
    const viewer = await workspace.asMember("VIEWER");
    await expect(cancel(viewer, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await readRun(workspace.ctx, id)).status).toBe("EXECUTING");
  });

  it("is allowed to a token for the run or for its task", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await insertRun(workspace.ctx, "QUEUED");
    for (const scope of [`write:runs:${friendlyId("run", id)}`, "write:tasks:hello"]) {
      await cancel(workspace.as({ kind: "publicToken", scopes: [scope] }), id);
    }
    expect((await readRun(workspace.ctx, id)).status).toBe("CANCELED");
  });
});
