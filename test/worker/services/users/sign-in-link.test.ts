import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { systemContext } from "#test/support/workspace.ts";
import { createAdministrator } from "#worker/services/users/create-administrator.ts";
import { consumeSignInLink, createSignInLink } from "#worker/services/users/sign-in-link.ts";

const database = useDatabase();
const ada = { name: "Ada", email: "ada@example.com", passwordHash: null };
const DAY = 86_400_000;

beforeEach(async () => {
  await database.db.prisma.signInLink.deleteMany();
  await database.db.prisma.user.deleteMany();
});

describe("a sign-in link", () => {
  it("lets the administrator in once", async () => {
    const ctx = systemContext(database.db);
    const id = await createAdministrator(ctx, ada);
    const token = await createSignInLink(ctx);
    expect(await consumeSignInLink(ctx, token)).toBe(id);
    expect(await consumeSignInLink(ctx, token)).toBeNull();
  });

  it("lets one of two in who open it at once", async () => {
    const ctx = systemContext(database.db);
    await createAdministrator(ctx, ada);
    const token = await createSignInLink(ctx);
    const opened = await Promise.all([1, 2, 3].map(() => consumeSignInLink(ctx, token)));
    expect(opened.filter((userId) => userId !== null)).toHaveLength(1);
  });

  it("works for a day", async () => {
    const ctx = systemContext(database.db);
    await createAdministrator(ctx, ada);
    const token = await createSignInLink(ctx);
    expect(await consumeSignInLink(later(ctx, DAY + 1_000), token)).toBeNull();
    expect(await consumeSignInLink(later(ctx, DAY - 1_000), token)).not.toBeNull();
  });

  it("is not stored as it is, and cannot be guessed from another", async () => {
    const ctx = systemContext(database.db);
    const [one, two] = [await createSignInLink(ctx), await createSignInLink(ctx)];
    expect(one).not.toBe(two);
    expect(one.length).toBeGreaterThanOrEqual(32);
    expect(await consumeSignInLink(ctx, `${one}x`)).toBeNull();
    expect(await consumeSignInLink(ctx, "")).toBeNull();
  });

  it("from before there was anyone makes the administrator", async () => {
    const ctx = systemContext(database.db);
    const id = await consumeSignInLink(ctx, await createSignInLink(ctx));
    const users = await database.db.prisma.user.findMany();
    expect(users).toMatchObject([{ id, isAdministrator: true, email: "admin@localhost" }]);
  });

  it("from before there was anyone lets in whoever has become the administrator", async () => {
    const ctx = systemContext(database.db);
    const token = await createSignInLink(ctx);
    const id = await createAdministrator(ctx, ada);
    expect(await consumeSignInLink(ctx, token)).toBe(id);
  });
});
