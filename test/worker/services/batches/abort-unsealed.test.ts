import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, readRun } from "#test/support/runs.ts";
import { waitIn } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { abortUnsealedBatches } from "#worker/services/batches/abort-unsealed.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { getBatch } from "#worker/services/batches/get.ts";
import { getBatchProgress } from "#worker/services/batches/get-progress.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { readWaitResults } from "#worker/services/waits/results.ts";
import { wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

const MINUTE_MS = 60_000;
const GONE = /given up/;
const REASON = /Only 1 of its 3 items arrived within 30 minutes/;

async function environment(task = "t") {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: task }]);
  return workspace.ctx;
}

describe("abortUnsealedBatches", () => {
  it("gives up what is not sealed after 30 minutes, says why, and leaves its runs alone", async () => {
    const ctx = await environment();
    const { friendlyId: id } = await createBatch(ctx, { runCount: 3 });
    await addBatchItems(ctx, id, [{ index: 1, task: "t" }]);
    await abortUnsealedBatches(later(ctx, 29 * MINUTE_MS));
    expect((await getBatch(ctx, id)).status).toBe("PENDING");
    const late = later(ctx, 31 * MINUTE_MS);
    await Promise.all([1, 2].map(() => abortUnsealedBatches(late)));
    const batch = await getBatch(ctx, id);
    expect(batch).toMatchObject({ status: "ABORTED", runs: [expect.any(String)] });
    expect(batch.processing.errors).toMatchObject([
      { index: 0, error: expect.stringMatching(REASON) },
      { index: 2, error: expect.stringMatching(REASON) },
    ]);
    expect(await getBatchProgress(ctx, id)).toMatchObject({
      status: "ABORTED",
      aborted: { at: expect.any(String), reason: expect.stringMatching(REASON) },
      runs: { QUEUED: 1 },
    });
    const refusal = { code: "UNPROCESSABLE", message: expect.stringMatching(GONE) };
    await expect(addBatchItems(ctx, id, [])).rejects.toMatchObject(refusal);
    await expect(sealIfComplete(ctx, id)).rejects.toMatchObject(refusal);
  });

  it("seals what was left complete, and never touches what is sealed", async () => {
    const ctx = await environment();
    const sealed = await createBatch(ctx, { runCount: 1 });
    const left = await createBatch(ctx, { runCount: 1 });
    for (const { friendlyId } of [sealed, left]) {
      await addBatchItems(ctx, friendlyId, [{ index: 0, task: "t" }]);
    }
    await sealIfComplete(ctx, sealed.friendlyId);
    await abortUnsealedBatches(later(ctx, 31 * MINUTE_MS));
    for (const { friendlyId } of [sealed, left]) {
      expect((await getBatch(ctx, friendlyId)).status).toBe("PROCESSING");
    }
  });

  it("is taken back by its idempotency key: sent again, the items that had come are not triggered twice", async () => {
    const ctx = await environment();
    const input = { runCount: 2, idempotencyKey: "nightly" };
    const { friendlyId: id } = await createBatch(ctx, input);
    await addBatchItems(ctx, id, [{ index: 0, task: "t" }]);
    const late = later(ctx, 31 * MINUTE_MS);
    await abortUnsealedBatches(late);
    expect(await createBatch(late, input)).toMatchObject({ friendlyId: id, isCached: false });
    await abortUnsealedBatches(later(ctx, 60 * MINUTE_MS));
    const items = [0, 1].map((index) => ({ index, task: "t" }));
    expect(await addBatchItems(late, id, items)).toEqual({ accepted: 1, deduplicated: 1 });
    expect(await sealIfComplete(late, id)).toEqual({ sealed: true });
  });

  it("wakes the run that waits for it, once the runs that it has are over", async () => {
    const ctx = await environment("hello");
    const { friendlyId: batchId } = await createBatch(ctx, { runCount: 3 });
    await addBatchItems(ctx, batchId, [{ index: 1, task: "hello" }]);
    const { runId } = await waitIn(ctx, { kind: "BATCH", batchId });
    await abortUnsealedBatches(later(ctx, 31 * MINUTE_MS));
    await wakeRuns(ctx);
    expect((await readRun(ctx, runId)).status).toBe("WAITING");
    await cancelRun(ctx, (await getBatch(ctx, batchId)).runs[0] ?? "");
    await wakeRuns(ctx);
    expect((await readRun(ctx, runId)).status).toBe("QUEUED");
    const [wait] = await readWaitResults(ctx, { runId, epoch: 0, steps: ["run:0"] });
    const missing = { ok: false, id: "", error: { raw: expect.stringMatching(REASON) } };
    expect(wait?.result).toMatchObject({
      kind: "BATCH",
      runs: [missing, { ok: false, error: { code: "TASK_RUN_CANCELLED" } }, missing],
    });
    const empty = await createBatch(ctx, { runCount: 1 });
    const parent = await waitIn(ctx, { kind: "BATCH", batchId: empty.friendlyId });
    await abortUnsealedBatches(later(ctx, 31 * MINUTE_MS));
    await wakeRuns(ctx);
    expect((await readRun(ctx, parent.runId)).status).toBe("QUEUED");
  });
});
