import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, startRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listQueueMetrics } from "#worker/services/queues/list-metrics.ts";
import { listQueuesQuery } from "#worker/services/queues/schemas.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();
const parse = (query: object = {}) => listQueuesQuery.parse(query);

describe("listQueueMetrics", () => {
  it("tells what comes in and goes out, and how long the first of a lane waits", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "a" }, { id: "b" }]);
    await startRun(ctx, (await trigger(ctx, "a")).id);
    for (const key of ["x", "y", ""]) await trigger(ctx, "a", { concurrencyKey: key });
    await foldTallies(ctx);
    const { data } = await listQueueMetrics(later(ctx, 5_000), parse());
    expect(data).toMatchObject([
      { inPerMinute: 0.4, outPerMinute: 0.1, delayP95Ms: expect.any(Number) },
      { inPerMinute: 0, outPerMinute: 0 },
    ]);
    expect(data[0]?.oldestWaitMs).toBeGreaterThanOrEqual(5_000);
    expect(data[1]).not.toHaveProperty("oldestWaitMs");
    expect((await listQueueMetrics(ctx, parse({ search: "b" }))).data).toHaveLength(1);
  });

  it("does not call a run waiting whose retry is due later", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "a" }]);
    const { id } = await trigger(ctx, "a");
    await ctx.db.prisma.run.update({
      where: { id },
      data: { queueOrder: new Date(Date.now() + 60_000) },
    });
    const { data } = await listQueueMetrics(ctx, parse());
    expect(data[0]).not.toHaveProperty("oldestWaitMs");
  });

  it("shows another tenant nothing, and needs the right to read", async () => {
    const mine = await createWorkspace(database.db);
    await deployTasks(mine, [{ id: "a" }]);
    const other = await createWorkspace(database.db);
    expect((await listQueueMetrics(other.ctx, parse())).data).toEqual([]);
    const ctx = mine.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(listQueueMetrics(ctx, parse())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
