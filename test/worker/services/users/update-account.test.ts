import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { updateAccount } from "#worker/services/users/update-account.ts";

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

function read(id: string) {
  return database.db.prisma.user.findUniqueOrThrow({ where: { id }, include: { accounts: true } });
}

describe("updateAccount", () => {
  it("changes name and email, and leaves out what is not given", async () => {
    const ctx = systemContext(database.db);
    const userId = await createUser();
    await updateAccount(ctx, { userId, name: "Grace" });
    expect(await read(userId)).toMatchObject({ name: "Grace", email: `${userId}@example.com` });
    await updateAccount(ctx, { userId, email: `new-${userId}@example.com` });
    expect(await read(userId)).toMatchObject({
      name: "Grace",
      email: `new-${userId}@example.com`,
    });
    await updateAccount(ctx, { userId });
    expect((await read(userId)).name).toBe("Grace");
  });

  it("refuses an email that somebody else has, and changes nothing", async () => {
    const ctx = systemContext(database.db);
    const [userId, other] = await Promise.all([createUser(), createUser()]);
    const update = { userId, name: "Grace", email: `${other}@example.com` };
    await expect(updateAccount(ctx, update)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "Another person here has this email address.",
    });
    expect((await read(userId)).name).toBe("Ada");
    await expect(
      updateAccount(ctx, { userId, email: `${userId}@example.com` }),
    ).resolves.toBeUndefined();
  });

  it("gives an email to one of two who ask for it at the same moment", async () => {
    const ctx = systemContext(database.db);
    const users = [await createUser(), await createUser()];
    const email = `both-${users[0]}@example.com`;
    const settled = await Promise.allSettled(
      users.map((userId) => updateAccount(ctx, { userId, email })),
    );
    const refused = settled.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: "CONFLICT" });
  });

  it("sets a first password without asking for one", async () => {
    const userId = await createUser();
    await updateAccount(systemContext(database.db), { userId, newPasswordHash: "new" });
    expect((await read(userId)).accounts).toMatchObject([
      { providerId: "credential", password: "new" },
    ]);
  });

  it("changes a password for those who know the old one", async () => {
    const userId = await createUser("old");
    const isCurrentPassword = async (hash: string) => hash === "old";
    const update = { userId, newPasswordHash: "new", isCurrentPassword };
    await updateAccount(systemContext(database.db), update);
    expect((await read(userId)).accounts).toMatchObject([{ password: "new" }]);
    await expect(updateAccount(systemContext(database.db), update)).rejects.toMatchObject({
      code: "VALIDATION",
      message: "The current password is not right.",
    });
  });

  it("changes neither name nor password when the old password is wrong", async () => {
    const userId = await createUser("old");
    const update = { userId, name: "Grace", newPasswordHash: "new" };
    await expect(updateAccount(systemContext(database.db), update)).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect(await read(userId)).toMatchObject({ name: "Ada", accounts: [{ password: "old" }] });
  });
});
