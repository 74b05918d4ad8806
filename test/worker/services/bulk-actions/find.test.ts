import { expect, it } from "vitest";
import { createBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { findBulkAction } from "#worker/services/bulk-actions/find.ts";

const database = useDatabase();

it("finds an action of the environment only", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  const id = await createBulk(mine.ctx, { action: "cancel", filter: { tag: "x" } });
  expect(await findBulkAction(mine.ctx, "read", id)).toMatchObject({ kind: "CANCEL" });
  await expect(findBulkAction(theirs.ctx, "read", id)).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: `Bulk action ${id} not found in this environment.`,
  });
});
