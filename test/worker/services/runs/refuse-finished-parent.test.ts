import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun, trigger } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import {
  cancelWithFinishedParent,
  refuseFinishedParent,
} from "#worker/services/runs/refuse-finished-parent.ts";

const database = useDatabase();
const waits = { resumeParentOnCompletion: true };

it("refuses what a run that is over would wait for, and nothing else", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  const { ctx } = workspace;
  const over = { parentRunId: friendlyId("run", await insertRun(ctx, "CANCELED")) };
  const open = { parentRunId: friendlyId("run", await insertRun(ctx, "EXECUTING")) };
  const refusal = { code: "UNPROCESSABLE", message: expect.stringContaining("is CANCELED") };
  await expect(trigger(ctx, "hello", { ...over, ...waits })).rejects.toMatchObject(refusal);
  await expect(createBatch(ctx, { runCount: 1, ...over, ...waits })).rejects.toMatchObject(refusal);
  await trigger(ctx, "hello", over);
  await trigger(ctx, "hello", { ...open, ...waits });
  await createBatch(ctx, { runCount: 1, ...open, ...waits });
  const other = await createWorkspace(database.db);
  await expect(refuseFinishedParent(other.ctx, { ...open, ...waits })).rejects.toMatchObject({
    code: "UNPROCESSABLE",
    message: expect.stringContaining("There is no run"),
  });
});

it("ends a child whose parent was canceled while it was triggered, and one that waits for nothing not", async () => {
  const { ctx } = await createWorkspace(database.db);
  const parentId = await insertRun(ctx, "EXECUTING");
  const parent = { parentRunId: friendlyId("run", parentId) };
  const child = await insertRun(ctx, "QUEUED", { parentRunId: parentId });
  await cancelWithFinishedParent(ctx, { ...parent, ...waits }, [child]);
  expect((await readRun(ctx, child)).status).toBe("QUEUED");
  // Whoever cancels has looked for children before this one was there, and is about to commit.
  const canceling = await ctx.db.pool.connect();
  await canceling.query("BEGIN");
  await canceling.query("UPDATE run SET status = 'CANCELED', finished_at = now() WHERE id = $1", [
    parentId,
  ]);
  const late = cancelWithFinishedParent(ctx, { ...parent, ...waits }, [child]);
  const refused = expect(late).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  await until("it to wait for that", async () => {
    const { rows } = await ctx.db.pool.query(
      "SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
    );
    return rows.length > 0;
  });
  await canceling.query("COMMIT");
  canceling.release();
  await refused;
  expect((await readRun(ctx, child)).status).toBe("CANCELED");
  const free = await insertRun(ctx, "QUEUED", { parentRunId: parentId });
  await cancelWithFinishedParent(ctx, parent, [free]);
  expect((await readRun(ctx, free)).status).toBe("QUEUED");
});
