import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createToken } from "#test/support/waitpoints.ts";
import { comeToWait, enter } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { readInside } from "#worker/services/runs/waiting/inside.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";
import { suspendRuns } from "#worker/services/waits/suspend.ts";
import { wakeRun } from "#worker/services/waits/wake.ts";

const database = useDatabase();

it("names what a run waits for inside its code, and nothing that is over", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  const { ctx } = workspace;
  const batchId = newId();
  await database.db.prisma.batch.create({
    data: { id: batchId, environmentId: ctx.environment.id, runCount: 2, sealedAt: new Date() },
  });
  await insertRun(ctx, "COMPLETED", { batchId, batchIndex: 0 });
  await insertRun(ctx, "QUEUED", { batchId, batchIndex: 1 });
  const token = await createToken(ctx, { timeout: "2031-01-01T00:00:00Z" });
  const childId = friendlyId("run", await insertRun(ctx, "QUEUED"));
  const ended = friendlyId("run", await insertRun(ctx, "COMPLETED"));
  const until = new Date("2030-01-01T00:00:00Z");
  const attempt = await comeToWait(ctx, { kind: "RUN", runId: ended });
  await enter(ctx, attempt, { kind: "DURATION", until }, "run:1");
  await enter(ctx, attempt, { kind: "RUN", runId: childId }, "run:2");
  await enter(ctx, attempt, { kind: "BATCH", batchId: friendlyId("batch", batchId) }, "run:3");
  await enter(ctx, attempt, { kind: "TOKEN", tokenId: token.friendlyId }, "run:4");
  await wakeRun(ctx, { runId: attempt.runId, steps: [] });
  const waits = [
    { kind: "TIME", until: until.toISOString() },
    { kind: "RUN", runId: childId, task: "hello" },
    { kind: "BATCH", batchId: friendlyId("batch", batchId), open: 1, runs: 2 },
    { kind: "TOKEN", tokenId: token.friendlyId, timeoutAt: "2031-01-01T00:00:00.000Z" },
  ];
  expect(await readInside(database.db.pool, attempt.runId)).toEqual(waits);
  await suspendRuns(ctx, [attempt]);
  expect(await whyWaiting(ctx, friendlyId("run", attempt.runId))).toMatchObject({
    blockers: [{ kind: "INSIDE", waits }],
    summary:
      "Waits inside its code until 2030-01-01 00:00:00 UTC, and for 3 other things. It holds no slot meanwhile.",
  });
});
