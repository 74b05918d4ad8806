import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { prepareQueues, queue } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listQueues } from "#worker/services/queues/list.ts";

const database = useDatabase();
const first = { page: 1, perPage: 25 };

describe("listQueues", () => {
  it("pages by name, with what each is doing", async () => {
    const ctx = await prepareQueues(database.db, { limits: { c: {}, a: {}, b: {} } });
    await queue(ctx, "b", "b/x");
    const page = await listQueues(ctx, { page: 1, perPage: 2 });
    expect(page.data).toMatchObject([
      { name: "a", queued: 0, running: 0 },
      { name: "b", queued: 2, running: 0 },
    ]);
    expect(page.pagination).toEqual({ currentPage: 1, totalPages: 2, count: 3 });
    const second = await listQueues(ctx, { page: 2, perPage: 2 });
    expect(second.data.map(({ name }) => name)).toEqual(["c"]);
  });

  it("searches in names", async () => {
    const ctx = await prepareQueues(database.db, { limits: { "mail/out": {}, a: {} } });
    const { data } = await listQueues(ctx, { ...first, search: "AIL" });
    expect(data.map(({ name }) => name)).toEqual(["mail/out"]);
  });

  it("knows nothing of other environments and refuses a key without the scope", async () => {
    await prepareQueues(database.db, { limits: { theirs: {} } });
    const workspace = await createWorkspace(database.db);
    const empty = { data: [], pagination: { currentPage: 1, totalPages: 1, count: 0 } };
    expect(await listQueues(workspace.ctx, first)).toEqual(empty);
    const stranger = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:runs"] });
    await expect(listQueues(stranger, first)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
