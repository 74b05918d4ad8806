import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { changeRole } from "#worker/services/members/change-role.ts";
import { listMembers } from "#worker/services/members/list.ts";

const database = useDatabase();

it("gives a member another role; the last owner keeps theirs", async () => {
  const workspace = await createWorkspace(database.db);
  const owner = await joinAs(workspace, "OWNER");
  const viewer = await joinAs(workspace, "VIEWER");
  await changeRole(owner.ctx, { userId: viewer.userId, role: "ADMIN" });
  await expect(
    changeRole(owner.ctx, { userId: owner.userId, role: "ADMIN" }),
  ).rejects.toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("last owner") });
  const roles = (await listMembers(owner.ctx)).members.map(({ role }) => role);
  expect(roles).toEqual(["OWNER", "ADMIN"]);
});
