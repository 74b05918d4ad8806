import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";

const database = useDatabase();

describe("createInvitation", () => {
  it("keeps the hash of the link alone", async () => {
    const owner = await joinAs(await createWorkspace(database.db), "OWNER");
    const { token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 7 });
    expect(token).toMatch(/^[\w-]{32}$/);
    const row = await database.db.prisma.invitation.findFirstOrThrow({
      where: { organizationId: owner.ctx.organization.id },
    });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it("is for those who manage members; only an owner invites owners", async () => {
    const workspace = await createWorkspace(database.db);
    const owner = await joinAs(workspace, "OWNER");
    const admin = await joinAs(workspace, "ADMIN");
    const developer = await joinAs(workspace, "DEVELOPER");
    await createInvitation(owner.ctx, { role: "OWNER", validDays: 1 });
    await createInvitation(admin.ctx, { role: "ADMIN", validDays: 1 });
    const refused = [
      createInvitation(admin.ctx, { role: "OWNER", validDays: 1 }),
      createInvitation(developer.ctx, { role: "VIEWER", validDays: 1 }),
    ];
    for (const one of refused) await expect(one).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses the address of a member", async () => {
    const owner = await joinAs(await createWorkspace(database.db), "OWNER");
    const email = `${owner.userId}@example.com`;
    await expect(
      createInvitation(owner.ctx, { role: "VIEWER", validDays: 1, email }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
