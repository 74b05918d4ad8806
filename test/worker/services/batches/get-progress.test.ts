import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { getBatch } from "#worker/services/batches/get.ts";
import { getBatchProgress } from "#worker/services/batches/get-progress.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();

describe("getBatchProgress", () => {
  it("names what was refused and why, and what found a run, and agrees with the public batch", async () => {
    const { ctx } = await createWorkspace(database.db);
    const existing = await trigger(ctx, "t", { idempotencyKey: "k" });
    const { friendlyId } = await createBatch(ctx, { runCount: 3, idempotencyKey: "mine" });
    await addBatchItems(ctx, friendlyId, [
      { index: 0, task: "t" },
      { index: 1, task: "t", options: { idempotencyKey: "k" } },
      { index: 2, task: "t", options: { delay: "never" } },
    ]);
    await sealIfComplete(ctx, friendlyId);
    const progress = await getBatchProgress(ctx, friendlyId);
    expect(progress).toMatchObject({
      ...{ status: "PROCESSING", idempotencyKey: "mine", refusedCount: 1, reusedCount: 1 },
      refused: [{ index: 2, task: "t", reason: expect.stringMatching(/delay/i) }],
      reused: [{ index: 1, task: "t", runId: existing.friendlyId }],
    });
    const { runs } = await getBatch(ctx, friendlyId);
    for (const [left, runId] of runs.entries()) {
      expect((await getBatchProgress(ctx, friendlyId)).status).toBe("PROCESSING");
      await cancelRun(ctx, runId);
      expect(left).toBeLessThan(2);
    }
    const [ended, known] = await Promise.all([
      getBatchProgress(ctx, friendlyId),
      getBatch(ctx, friendlyId),
    ]);
    expect([ended.status, known.status]).toEqual(["PARTIAL_FAILED", "PARTIAL_FAILED"]);
  });

  it("is aborted where every item was refused, and is for its environment and its readers", async () => {
    const mine = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const { friendlyId } = await createBatch(mine.ctx, { runCount: 1 });
    await addBatchItems(mine.ctx, friendlyId, [
      { index: 0, task: "t", options: { delay: "never" } },
    ]);
    await sealIfComplete(mine.ctx, friendlyId);
    expect((await getBatchProgress(mine.ctx, friendlyId)).status).toBe("ABORTED");
    const theirs = getBatchProgress(other.ctx, friendlyId);
    await expect(theirs).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stranger = mine.as({ kind: "publicToken", scopes: ["read:batch:batch_other"] });
    await expect(getBatchProgress(stranger, friendlyId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
