import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { listBatches, listBatchesQuery } from "#worker/services/batches/list.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";

const database = useDatabase();

describe("listBatches", () => {
  it("tells of each what became of its items, newest first, page by page", async () => {
    const { ctx } = await createWorkspace(database.db);
    const first = await createBatch(ctx, { runCount: 3 });
    await addBatchItems(ctx, first.friendlyId, [
      { index: 0, task: "t", options: { delay: "1h" } },
      { index: 1, task: "t" },
      { index: 2, task: "t", options: { delay: "never" } },
    ]);
    await sealIfComplete(ctx, first.friendlyId);
    const second = await createBatch(ctx, { runCount: 5 });
    const { data } = await listBatches(ctx, listBatchesQuery.parse({}));
    expect(data).toMatchObject([
      { id: second.friendlyId, status: "PENDING", itemCount: 5, runs: {}, refusedCount: 0 },
      {
        ...{ id: first.friendlyId, status: "PROCESSING", itemCount: 3 },
        ...{ runs: { DELAYED: 1, PENDING_VERSION: 1 }, refusedCount: 1, reusedCount: 0 },
      },
    ]);
    const page = await listBatches(ctx, listBatchesQuery.parse({ "page[size]": "1" }));
    expect([page.data.length, page.pagination.next]).toEqual([1, second.friendlyId]);
  });

  it("shows another tenant nothing, and needs the right to read", async () => {
    const mine = await createWorkspace(database.db);
    await createBatch(mine.ctx, { runCount: 1 });
    const other = await createWorkspace(database.db);
    expect((await listBatches(other.ctx, listBatchesQuery.parse({}))).data).toEqual([]);
    const ctx = mine.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(listBatches(ctx, listBatchesQuery.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
