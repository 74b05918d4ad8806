import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { complete, createToken } from "#test/support/waitpoints.ts";
import { findNulls } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";

const database = useDatabase();

describe("getWaitpoint", () => {
  it("shows a token as its clients know it, and leaves out what is not there", async () => {
    const { ctx } = await createWorkspace(database.db);
    const bare = await getWaitpoint(ctx, (await createToken(ctx)).friendlyId);
    expect(Object.keys(bare).sort()).toEqual(["createdAt", "id", "status", "tags", "url"]);
    const token = await createToken(ctx, { idempotencyKey: "k", timeout: "1h", tags: ["t"] });
    await complete(ctx, token, { a: 1 });
    const full = await getWaitpoint(ctx, token.friendlyId);
    expect(findNulls(full)).toEqual([]);
    expect(full).toMatchObject({
      id: token.friendlyId,
      url: token.callbackPath,
      status: "COMPLETED",
      tags: ["t"],
      idempotencyKey: "k",
      idempotencyKeyExpiresAt: expect.any(String),
      timeoutAt: expect.any(String),
      completedAt: expect.any(String),
      output: '{"a":1}',
      outputType: "application/json",
    });
  });

  it("is nothing for another tenant, and needs to be readable", async () => {
    const [mine, theirs] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    const { friendlyId: id } = await createToken(mine.ctx);
    for (const [ctx, asked] of [
      [theirs.ctx, id],
      [mine.ctx, "waitpoint_none"],
    ] as const) {
      await expect(getWaitpoint(ctx, asked)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const writer = mine.as({ kind: "publicToken", scopes: [`write:waitpoints:${id}`] });
    await expect(getWaitpoint(writer, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getWaitpoint(await mine.asMember("VIEWER"), id)).toMatchObject({ id });
  });
});
