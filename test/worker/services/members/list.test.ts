import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { listMembers } from "#worker/services/members/list.ts";

const database = useDatabase();

it("shows the members to every one of them, and open invitations to those who may invite", async () => {
  const workspace = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  await joinAs(other, "OWNER");
  const owner = await joinAs(workspace, "OWNER");
  const viewer = await joinAs(workspace, "VIEWER");
  const { id, token } = await createInvitation(owner.ctx, {
    role: "ADMIN",
    email: "ada@example.com",
    validDays: 1,
  });
  const seen = await listMembers(owner.ctx);
  expect(seen.members).toMatchObject([
    { userId: owner.userId, role: "OWNER", email: `${owner.userId}@example.com` },
    { userId: viewer.userId, role: "VIEWER", joinedAt: expect.stringMatching(/Z$/) },
  ]);
  expect(seen.invitations).toMatchObject([
    { id, role: "ADMIN", email: "ada@example.com", createdBy: "OWNER" },
  ]);
  expect(JSON.stringify(seen)).not.toContain(token);
  expect(await listMembers(viewer.ctx)).toEqual({ members: seen.members, invitations: [] });
  expect((await listMembers(later(owner.ctx, 25 * 3_600_000))).invitations).toEqual([]);
});
