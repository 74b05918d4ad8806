import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { setEnvironmentLimit } from "#worker/services/queues/set-environment-limit.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

describe("setEnvironmentLimit", () => {
  it("holds from the next admission on", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await registerWorker(ctx, { slots: 100, version: "test" });
    await deployTasks(workspace, [{ id: "a" }]);
    const runs = [await trigger(ctx, "a"), await trigger(ctx, "a")];
    const statuses = async () =>
      (await Promise.all(runs.map(({ id }) => readRun(ctx, id))))
        .map(({ status }) => status)
        .sort();
    expect(await setEnvironmentLimit(ctx, 0)).toMatchObject({ concurrencyLimit: 0 });
    await admitRuns(ctx, ctx.environment.id);
    expect(await statuses()).toEqual(["QUEUED", "QUEUED"]);
    await setEnvironmentLimit(ctx, 1);
    await admitRuns(ctx, ctx.environment.id);
    expect(await statuses()).toEqual(["DEQUEUED", "QUEUED"]);
  });

  it("is not for those who only read", async () => {
    const viewer = await (await createWorkspace(database.db)).asMember("VIEWER");
    await expect(setEnvironmentLimit(viewer, 5)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
