import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { registerInvited } from "#worker/services/invitations/register.ts";
import { listMembers } from "#worker/services/members/list.ts";

const database = useDatabase();

it("makes an account and its membership, or neither", async () => {
  const owner = await joinAs(await createWorkspace(database.db), "OWNER");
  const { token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
  const ada = { token, name: "Ada", email: "ada@example.com", passwordHash: "hash" };
  await expect(registerInvited(owner.ctx, { ...ada, token: "x" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const users = () => database.db.prisma.user.count({ where: { email: ada.email } });
  expect(await users()).toBe(0);
  await registerInvited(owner.ctx, ada);
  expect((await listMembers(owner.ctx)).members[1]).toMatchObject({ name: "Ada", role: "VIEWER" });
  const next = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
  await expect(registerInvited(owner.ctx, { ...ada, token: next.token })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await users()).toBe(1);
});
