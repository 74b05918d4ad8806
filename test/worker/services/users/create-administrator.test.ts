import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { ensureProbePlace } from "#worker/services/status/probe-place.ts";
import { createAdministrator } from "#worker/services/users/create-administrator.ts";

const database = useDatabase();
const ada = { name: "Ada", email: "ada@example.com", passwordHash: "hash" };

describe("createAdministrator", () => {
  it("makes one of many who want to be first, owner of every organization", async () => {
    const [one, two] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const ctx = systemContext(database.db);
    await ensureProbePlace(ctx);
    const tries = await Promise.allSettled(
      [1, 2, 3].map((n) => createAdministrator(ctx, { ...ada, email: `ada${n}@example.com` })),
    );
    const ids = tries.flatMap((tried) => (tried.status === "fulfilled" ? [tried.value] : []));
    expect(ids).toHaveLength(1);
    for (const tried of tries) {
      if (tried.status === "rejected") expect(tried.reason).toMatchObject({ code: "CONFLICT" });
    }
    const user = await database.db.prisma.user.findFirstOrThrow({
      include: { members: true, accounts: true },
    });
    expect(user).toMatchObject({ id: ids[0], isAdministrator: true, emailVerified: true });
    expect(user.members.map((member) => [member.organizationId, member.role]).sort()).toEqual(
      [
        [one.organizationId, "OWNER"],
        [two.organizationId, "OWNER"],
      ].sort(),
    );
    expect(user.accounts).toMatchObject([{ providerId: "credential", password: "hash" }]);
  });

  it("is refused once there is anybody, with what to do", async () => {
    await expect(createAdministrator(systemContext(database.db), ada)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Sign in instead"),
    });
  });

  it("needs no password", async () => {
    await database.db.prisma.user.deleteMany();
    const id = await createAdministrator(systemContext(database.db), {
      ...ada,
      passwordHash: null,
    });
    expect(await database.db.prisma.account.count({ where: { userId: id } })).toBe(0);
  });
});
