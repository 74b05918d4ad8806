import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { previewBulkAction } from "#worker/services/bulk-actions/preview.ts";
import { previewBulkActionQuery } from "#worker/services/bulk-actions/schemas.ts";

const database = useDatabase();

it("says how many runs an action would be about", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  for (const status of ["QUEUED", "QUEUED", "FAILED"] as const) await insertRun(mine.ctx, status);
  await insertRun(theirs.ctx, "QUEUED");
  const preview = (query: object) =>
    previewBulkAction(mine.ctx, previewBulkActionQuery.parse(query));
  const both = { "filter[status]": "QUEUED,FAILED" };
  expect(await preview({ action: "cancel", ...both })).toEqual({ count: 2, isCapped: false });
  expect(await preview({ action: "replay", ...both })).toEqual({ count: 3, isCapped: false });
  expect(previewBulkActionQuery.safeParse({ action: "cancel", "filter[x]": "1" }).success).toBe(
    false,
  );
  const reader = mine.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] });
  const query = previewBulkActionQuery.parse({ action: "cancel", ...both });
  await expect(previewBulkAction(reader, query)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
