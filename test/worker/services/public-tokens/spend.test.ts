import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { spendToken } from "#worker/services/public-tokens/spend.ts";

const database = useDatabase();

async function withToken(isOneTime = true): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(database.db);
  const oneTime = {
    hash: new Uint8Array(randomBytes(32)),
    expiresAt: new Date(Date.now() + 60_000),
  };
  return {
    ...ctx,
    actor: { kind: "publicToken", scopes: ["trigger:tasks"], ...(isOneTime && { oneTime }) },
  };
}

const done = async () => "done";
const USED = { code: "UNPROCESSABLE", message: expect.stringContaining("already been used") };

describe("spendToken", () => {
  it("lets a token work once, also when two come at once", async () => {
    const ctx = await withToken();
    const both = await Promise.allSettled([
      spendToken(ctx, "a", done),
      spendToken(ctx, "b", done),
      spendToken(ctx, undefined, done),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(spendToken(ctx, undefined, done)).rejects.toMatchObject(USED);
  });

  it("lets the same request through that is sent again, and no nameless one", async () => {
    const ctx = await withToken();
    expect(await spendToken(ctx, "a", done)).toBe("done");
    expect(await spendToken(ctx, "a", done)).toBe("done");
    await expect(spendToken(ctx, "b", done)).rejects.toMatchObject(USED);
    const nameless = await withToken();
    await spendToken(nameless, undefined, done);
    await expect(spendToken(nameless, undefined, done)).rejects.toMatchObject(USED);
  });

  it("leaves it unused when the work is refused, and not when its end is unknown", async () => {
    const ctx = await withToken();
    const refused = () => Promise.reject(new DomainError("VALIDATION", "no"));
    await expect(spendToken(ctx, "a", refused)).rejects.toThrow("no");
    expect(await spendToken(ctx, "b", done)).toBe("done");
    await expect(spendToken(ctx, "b", refused)).rejects.toThrow("no");
    await expect(spendToken(ctx, "c", done)).rejects.toMatchObject(USED);
    const lost = await withToken();
    const broken = () => Promise.reject(new Error("connection lost"));
    await expect(spendToken(lost, "a", broken)).rejects.toThrow("connection lost");
    await expect(spendToken(lost, "b", done)).rejects.toMatchObject(USED);
  });

  it("has nothing to do with tokens that work as often as one likes, and with keys", async () => {
    const often = await withToken(false);
    const { ctx } = await createWorkspace(database.db);
    for (const each of [often, often, ctx, ctx])
      expect(await spendToken(each, "a", done)).toBe("done");
    const environmentId = { in: [often.environment.id, ctx.environment.id] };
    expect(await database.db.prisma.spentToken.count({ where: { environmentId } })).toBe(0);
  });
});
