import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";

const database = useDatabase();

describe("sealIfComplete", () => {
  it("says what is missing, and seals once", async () => {
    const { ctx } = await createWorkspace(database.db);
    const { friendlyId: id } = await createBatch(ctx, { runCount: 1 });
    expect(await sealIfComplete(ctx, id)).toEqual({
      sealed: false,
      enqueuedCount: 0,
      expectedCount: 1,
    });
    await addBatchItems(ctx, id, [{ index: 0, task: "t" }]);
    const sealed = await Promise.all([sealIfComplete(ctx, id), sealIfComplete(ctx, id)]);
    expect(sealed).toEqual([{ sealed: true }, { sealed: true }]);
  });

  it("knows no batch of another tenant", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const { friendlyId } = await createBatch(one.ctx, { runCount: 1 });
    await expect(sealIfComplete(other.ctx, friendlyId)).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
  });
});
