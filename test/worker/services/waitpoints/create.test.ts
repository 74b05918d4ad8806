import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { complete, createToken } from "#test/support/waitpoints.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();

function read(id: string) {
  return database.db.prisma.waitpoint.findUniqueOrThrow({ where: { id } });
}

describe("createWaitpoint", () => {
  it("makes a token that waits, with its timeout, tags and address", async () => {
    const { ctx } = await createWorkspace(database.db);
    const token = await createToken(ctx, { timeout: "10m", tags: ["a", "b"] });
    expect(token).toMatchObject({ friendlyId: expect.stringMatching(/^waitpoint_/) });
    expect(token.callbackPath).toMatch(
      new RegExp(`^/api/v1/waitpoints/tokens/${token.friendlyId}/callback/[0-9a-f]{64}$`),
    );
    const { timeoutAt, createdAt, ...row } = await read(token.id);
    expect(row).toMatchObject({ status: "WAITING", tags: ["a", "b"], completedAt: null });
    expect((timeoutAt?.getTime() ?? 0) - createdAt.getTime()).toBe(600_000);
    const other = await createToken(ctx, { timeout: "2031-01-01T00:00:00Z" });
    expect((await read(other.id)).timeoutAt).toEqual(new Date("2031-01-01T00:00:00Z"));
    expect(other.callbackPath.slice(-64)).not.toBe(token.callbackPath.slice(-64));
  });

  it("gives the token that has the key until the key expires, also to callers at once", async () => {
    const { ctx } = await createWorkspace(database.db);
    const input = { idempotencyKey: "order-1", idempotencyKeyTTL: "2m" };
    const made = await Promise.all(Array.from({ length: 8 }, () => createToken(ctx, input)));
    expect(new Set(made.map((token) => token.id)).size).toBe(1);
    expect(made.filter((token) => !token.isCached)).toHaveLength(1);
    const [first] = made;
    if (first) await complete(ctx, first, "done");
    expect(await createToken(later(ctx, 110_000), input)).toMatchObject({
      id: first?.id,
      isCached: true,
    });
    const next = await createToken(later(ctx, 130_000), input);
    expect(next).toMatchObject({ isCached: false });
    expect(next.id).not.toBe(first?.id);
    // An hour where nothing is said, or nothing that is a duration.
    const hour = await createToken(ctx, { idempotencyKey: "order-2", idempotencyKeyTTL: "soon" });
    const { idempotencyExpiresAt, createdAt } = await read(hour.id);
    expect((idempotencyExpiresAt?.getTime() ?? 0) - createdAt.getTime()).toBe(3_600_000);
  });

  it("makes one token for one request, whatever its key has become", async () => {
    const { ctx } = await createWorkspace(database.db);
    const input = { idempotencyKey: "k", idempotencyKeyTTL: "1m" };
    const first = await createToken(ctx, input, "wait:run_1:0:run:0");
    const again = await createToken(later(ctx, 120_000), input, "wait:run_1:0:run:0");
    expect(again).toEqual(first);
    expect((await createToken(ctx, {}, "wait:run_1:0:run:1")).id).not.toBe(first.id);
  });

  it("refuses what is no timeout, too many tags, and whoever may only read", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await expect(createToken(ctx, { timeout: "soon" })).rejects.toThrow(/timeout must be/);
    const tags = Array.from({ length: 11 }, (_, index) => `t${index}`);
    await expect(createToken(ctx, { tags })).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    const viewer = await workspace.asMember("VIEWER");
    await expect(createToken(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const forOne = workspace.as({ kind: "publicToken", scopes: ["write:waitpoints:waitpoint_1"] });
    await expect(createToken(forOne)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
