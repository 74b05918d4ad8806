import { expect, it } from "vitest";
import { createBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getBulkAction } from "#worker/services/bulk-actions/get.ts";

const database = useDatabase();

it("shows what an action is about, and no field without a value", async () => {
  const { ctx, as } = await createWorkspace(database.db);
  const id = await createBulk(ctx, { action: "replay", filter: { tag: "x" }, name: "again" });
  expect(await getBulkAction(ctx, id)).toEqual({
    id,
    name: "again",
    type: "REPLAY",
    status: "PENDING",
    counts: { total: 0, success: 0, failure: 0, skipped: 0 },
    isCounted: true,
    createdAt: expect.any(String),
    createdBy: expect.stringContaining("API key"),
    filter: { "filter[tag]": "x" },
  });
  await expect(getBulkAction(as({ kind: "publicToken", scopes: [] }), id)).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
