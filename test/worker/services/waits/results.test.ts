import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { comeToWait, enter, inADay } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { readWaitResults } from "#worker/services/waits/results.ts";
import { findDueWaits, wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

describe("readWaitResults", () => {
  it("gives what is over, in whatever way the children ended, and nothing that is not", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    const batchId = crypto.randomUUID();
    const environmentId = ctx.environment.id;
    await database.db.prisma.batch.create({
      data: { id: batchId, environmentId, runCount: 4, sealedAt: new Date() },
    });
    const cached = await insertRun(ctx, "CANCELED");
    await insertRun(ctx, "COMPLETED", {
      ...{ batchId, batchIndex: 2, output: "x", outputType: "text/plain" },
    });
    await insertRun(ctx, "FAILED", {
      ...{ batchId, batchIndex: 0, error: { type: "STRING_ERROR", raw: "no" } },
    });
    await database.db.prisma.batchException.createMany({
      data: [
        { batchId, index: 1, taskSlug: "hello", runId: cached },
        { batchId, index: 3, taskSlug: "gone", error: "too many tags" },
      ],
    });
    const attempt = await comeToWait(ctx, { kind: "BATCH", batchId: friendlyId("batch", batchId) });
    await enter(ctx, attempt, inADay(ctx), "run:1");
    await findDueWaits(ctx);
    await wakeRuns(ctx);
    const place = { runId: attempt.runId, epoch: 0, steps: ["run:0", "run:1"] };
    const [batch, ...others] = await readWaitResults(ctx, place);
    expect(others).toEqual([]);
    expect(batch).toMatchObject({
      step: "run:0",
      result: {
        kind: "BATCH",
        runs: [
          { ok: false, error: { raw: "no" } },
          { ok: false, id: friendlyId("run", cached), error: { code: "TASK_RUN_CANCELLED" } },
          { ok: true, output: "x", outputType: "text/plain" },
          { ok: false, taskId: "gone", error: { raw: expect.stringContaining("too many tags") } },
        ],
      },
    });
    expect(await readWaitResults(later(ctx, 90_000_000), place)).toHaveLength(2);
  });
});
