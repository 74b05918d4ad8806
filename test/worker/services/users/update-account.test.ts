import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { type AccountUpdate, updateAccount } from "#worker/services/users/update-account.ts";

const database = useDatabase();

async function createUser(password?: string): Promise<string> {
  const id = newId();
  const account = {
    id: newId(),
    accountId: id,
    providerId: "credential",
    password: password ?? "",
  };
  await database.db.prisma.user.create({
    data: {
      id,
      name: "Ada",
      email: `${id}@example.com`,
      ...(password && { accounts: { create: account } }),
    },
  });
  return id;
}

/** By a session that is none of those that may end. */
function change(ctx: ServiceContext, update: Omit<AccountUpdate, "sessionId">): Promise<void> {
  return updateAccount(ctx, { sessionId: newId(), ...update });
}

function read(id: string) {
  return database.db.prisma.user.findUniqueOrThrow({ where: { id }, include: { accounts: true } });
}

describe("updateAccount", () => {
  it("changes name and email, and leaves out what is not given", async () => {
    const ctx = systemContext(database.db);
    const userId = await createUser();
    await change(ctx, { userId, name: "Grace" });
    expect(await read(userId)).toMatchObject({ name: "Grace", email: `${userId}@example.com` });
    await change(ctx, { userId, email: `new-${userId}@example.com` });
    expect(await read(userId)).toMatchObject({
      name: "Grace",
      email: `new-${userId}@example.com`,
    });
    await change(ctx, { userId });
    expect((await read(userId)).name).toBe("Grace");
  });

  it("refuses an email that somebody else has, and changes nothing", async () => {
    const ctx = systemContext(database.db);
    const [userId, other] = await Promise.all([createUser(), createUser()]);
    const update = { userId, name: "Grace", email: `${other}@example.com` };
    await expect(change(ctx, update)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "Another person here has this email address.",
    });
    expect((await read(userId)).name).toBe("Ada");
    await expect(change(ctx, { userId, email: `${userId}@example.com` })).resolves.toBeUndefined();
  });

  it("gives an email to one of two who ask for it at the same moment", async () => {
    const ctx = systemContext(database.db);
    const users = [await createUser(), await createUser()];
    const email = `both-${users[0]}@example.com`;
    const settled = await Promise.allSettled(users.map((userId) => change(ctx, { userId, email })));
    const refused = settled.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: "CONFLICT" });
  });

  it("sets a first password without asking for one", async () => {
    const userId = await createUser();
    await change(systemContext(database.db), { userId, newPasswordHash: "new" });
    expect((await read(userId)).accounts).toMatchObject([
      { providerId: "credential", password: "new" },
    ]);
  });

  it("changes a password for those who know the old one", async () => {
    const userId = await createUser("old");
    const isCurrentPassword = async (hash: string) => hash === "old";
    const update = { userId, newPasswordHash: "new", isCurrentPassword };
    await change(systemContext(database.db), update);
    expect((await read(userId)).accounts).toMatchObject([{ password: "new" }]);
    await expect(change(systemContext(database.db), update)).rejects.toMatchObject({
      code: "VALIDATION",
      message: "The current password is not right.",
    });
  });

  it("changes neither name nor password when the old password is wrong", async () => {
    const userId = await createUser("old");
    const update = { userId, name: "Grace", newPasswordHash: "new" };
    await expect(change(systemContext(database.db), update)).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect(await read(userId)).toMatchObject({ name: "Ada", accounts: [{ password: "old" }] });
  });

  it("ends the other sessions with another password, and no session with another name", async () => {
    const ctx = systemContext(database.db);
    const [userId, other] = await Promise.all([createUser("old"), createUser("old")]);
    const expiresAt = new Date(Date.now() + 60_000);
    const [mine = "", ...rest] = await Promise.all(
      [userId, userId, other].map(async (owner) => {
        const id = newId();
        await ctx.db.prisma.session.create({ data: { id, userId: owner, token: id, expiresAt } });
        return id;
      }),
    );
    const left = async () => {
      const rows = await ctx.db.prisma.session.findMany({ where: { id: { in: [mine, ...rest] } } });
      return rows.map(({ id }) => id).sort();
    };
    const by = { userId, sessionId: mine };
    await updateAccount(ctx, { ...by, name: "Grace" });
    const isCurrentPassword = async (hash: string) => hash === "wrong";
    const wrong = { ...by, newPasswordHash: "new", isCurrentPassword };
    await expect(updateAccount(ctx, wrong)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await left()).toHaveLength(3);
    await updateAccount(ctx, { ...wrong, isCurrentPassword: async () => true });
    expect(await left()).toEqual([mine, rest[1]].sort());
  });
});
