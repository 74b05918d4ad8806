import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { findInvitation } from "#worker/services/invitations/find.ts";

const database = useDatabase();

it("tells who holds the link what it is for, until it is over", async () => {
  const owner = await joinAs(await createWorkspace(database.db), "OWNER");
  const { token } = await createInvitation(owner.ctx, {
    role: "VIEWER",
    email: "ada@example.com",
    validDays: 1,
  });
  const { slug, name } = owner.ctx.organization;
  expect(await findInvitation(owner.ctx, token)).toMatchObject({
    organization: { slug, name },
    role: "VIEWER",
    email: "ada@example.com",
    createdBy: "OWNER",
  });
  expect(await findInvitation(later(owner.ctx, 86_400_001), token)).toBeNull();
  expect(await findInvitation(owner.ctx, `${token}x`)).toBeNull();
});
