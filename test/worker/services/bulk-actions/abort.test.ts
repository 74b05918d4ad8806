import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { abortBulkAction } from "#worker/services/bulk-actions/abort.ts";

const database = useDatabase();
const body = { action: "cancel", filter: { status: "QUEUED" } };

describe("abortBulkAction", () => {
  it("leaves what is not done as it is, and may be asked again", async () => {
    const { ctx } = await createWorkspace(database.db);
    const run = await insertRun(ctx, "QUEUED");
    const id = await createBulk(ctx, body);
    expect(await abortBulkAction(ctx, id)).toEqual({ id });
    expect(await abortBulkAction(ctx, id)).toEqual({ id });
    await workAll(ctx);
    expect((await readRun(ctx, run)).status).toBe("QUEUED");
    expect(await readBulk(ctx, id)).toMatchObject({ status: "ABORTED", succeededCount: 0 });
  });

  it("changes nothing of one that is over", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await createBulk(ctx, body);
    await workAll(ctx);
    const before = await readBulk(ctx, id);
    await abortBulkAction(ctx, id);
    expect(await readBulk(ctx, id)).toEqual(before);
  });

  it("finds none of another tenant, and is refused to those who only read", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const id = await createBulk(theirs.ctx, body);
    await expect(abortBulkAction(mine.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(abortBulkAction(mine.ctx, "bulk_1")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = theirs.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] });
    await expect(abortBulkAction(reader, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
