import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs, type OrganizationMember } from "#test/support/organizations.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { acceptInvitation } from "#worker/services/invitations/accept.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { listMembers } from "#worker/services/members/list.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

async function createUser(): Promise<string> {
  const id = newId();
  await database.db.prisma.user.create({ data: { id, name: "Ada", email: `${id}@example.com` } });
  return id;
}

async function roleOf({ ctx }: OrganizationMember, userId: string) {
  return (await listMembers(ctx)).members.find((member) => member.userId === userId)?.role;
}

describe("acceptInvitation", () => {
  it("makes the first who opens it a member, whoever comes at the same moment", async () => {
    const owner = await joinAs(await createWorkspace(database.db), "OWNER");
    const { token } = await createInvitation(owner.ctx, { role: "DEVELOPER", validDays: 1 });
    const users = await Promise.all([createUser(), createUser()]);
    const outcomes = await Promise.allSettled(
      users.map((userId) => acceptInvitation(owner.ctx, { token, userId })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const roles = await Promise.all(users.map((userId) => roleOf(owner, userId)));
    expect(roles.filter((role) => role === "DEVELOPER")).toHaveLength(1);
  });

  it("leaves a member what they are, and the link for whom it was meant", async () => {
    const owner = await joinAs(await createWorkspace(database.db), "OWNER");
    const { token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
    const slug = await acceptInvitation(owner.ctx, { token, userId: owner.userId });
    expect(slug).toBe(owner.ctx.organization.slug);
    expect(await roleOf(owner, owner.userId)).toBe("OWNER");
    const userId = await createUser();
    await acceptInvitation(owner.ctx, { token, userId });
    expect(await roleOf(owner, userId)).toBe("VIEWER");
  });

  it("refuses a link that is too old or unknown", async () => {
    const owner = await joinAs(await createWorkspace(database.db), "OWNER");
    const { token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
    const userId = await createUser();
    const late = acceptInvitation(later(owner.ctx, 86_400_001), { token, userId });
    await expect(late).rejects.toMatchObject({ code: "NOT_FOUND" });
    const unknown = acceptInvitation(owner.ctx, { token: "x", userId });
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
