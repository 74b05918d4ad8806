import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { createBatchInput } from "#worker/services/batches/schemas.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";

const database = useDatabase();

describe("createBatch", () => {
  it("gives the same batch for the same key, cached only once it is sealed", async () => {
    const { ctx } = await createWorkspace(database.db);
    const input = { runCount: 1, idempotencyKey: "nightly" };
    const all = await Promise.all([1, 2, 3].map(() => createBatch(ctx, input)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.every(({ isCached }) => !isCached)).toBe(true);
    const id = all[0]?.friendlyId ?? "";
    await addBatchItems(ctx, id, [{ index: 0, task: "t" }]);
    await sealIfComplete(ctx, id);
    expect(await createBatch(ctx, input)).toMatchObject({ friendlyId: id, isCached: true });
  });

  it("keeps the keys of two environments apart", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const input = { runCount: 1, idempotencyKey: "nightly" };
    expect((await createBatch(one.ctx, input)).id).not.toBe(
      (await createBatch(other.ctx, input)).id,
    );
  });

  it("must be allowed every task that it names", async () => {
    const workspace = await createWorkspace(database.db);
    const some = workspace.as({ kind: "publicToken", scopes: ["batchTrigger:tasks:a"] });
    await expect(createBatch(some, { runCount: 1, taskIdentifiers: ["a"] })).resolves.toBeTruthy();
    const two = { runCount: 1, taskIdentifiers: ["a", "b"] };
    await expect(createBatch(some, two)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(createBatch(await workspace.asMember("VIEWER"), two)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("has at least one item and at most a thousand", () => {
    expect(createBatchInput.safeParse({ runCount: 0 }).success).toBe(false);
    expect(createBatchInput.safeParse({ runCount: 1001 }).success).toBe(false);
    expect(createBatchInput.safeParse({ runCount: 1000 }).success).toBe(true);
  });
});
