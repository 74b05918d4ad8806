import { expect, it } from "vitest";
import { createBulk } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listBulkActions } from "#worker/services/bulk-actions/list.ts";
import { listBulkActionsQuery } from "#worker/services/bulk-actions/schemas.ts";

const database = useDatabase();

it("shows the environment's actions, newest first, in pages", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  const ids: string[] = [];
  for (const tag of ["a", "b", "c"]) {
    ids.unshift(await createBulk(mine.ctx, { action: "cancel", filter: { tag } }));
  }
  await createBulk(theirs.ctx, { action: "cancel", filter: { tag: "a" } });
  const list = (query: object) => listBulkActions(mine.ctx, listBulkActionsQuery.parse(query));
  const first = await list({ "page[size]": "2" });
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(first.pagination).toEqual({ next: ids[1] });
  const second = await list({ "page[size]": "2", "page[after]": first.pagination.next });
  expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2));
  const token = mine.as({ kind: "publicToken", scopes: [] });
  await expect(listBulkActions(token, listBulkActionsQuery.parse({}))).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
