import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { getBatch } from "#worker/services/batches/get.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();

describe("getBatch", () => {
  it("tells how far it is", async () => {
    const { ctx } = await createWorkspace(database.db);
    const { friendlyId } = await createBatch(ctx, { runCount: 1 });
    expect((await getBatch(ctx, friendlyId)).status).toBe("PENDING");
    await addBatchItems(ctx, friendlyId, [{ index: 0, task: "t" }]);
    await sealIfComplete(ctx, friendlyId);
    const batch = await getBatch(ctx, friendlyId);
    expect(batch.status).toBe("PROCESSING");
    await cancelRun(ctx, batch.runs[0] ?? "");
    expect((await getBatch(ctx, friendlyId)).status).toBe("COMPLETED");
  });

  it("is aborted when no item could be triggered", async () => {
    const { ctx } = await createWorkspace(database.db);
    const { friendlyId } = await createBatch(ctx, { runCount: 1 });
    await addBatchItems(ctx, friendlyId, [{ index: 0, task: "t", options: { delay: "never" } }]);
    await sealIfComplete(ctx, friendlyId);
    expect(await getBatch(ctx, friendlyId)).toMatchObject({ status: "ABORTED", runs: [] });
  });

  it("is for this environment and those who may read it", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const { friendlyId } = await createBatch(one.ctx, { runCount: 1 });
    expect(parseFriendlyId("batch", friendlyId)).not.toBeNull();
    await expect(getBatch(other.ctx, friendlyId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const token = one.as({ kind: "publicToken", scopes: [`read:batch:${friendlyId}`] });
    expect((await getBatch(token, friendlyId)).id).toBe(friendlyId);
    const stranger = one.as({ kind: "publicToken", scopes: ["read:batch:batch_other"] });
    await expect(getBatch(stranger, friendlyId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
