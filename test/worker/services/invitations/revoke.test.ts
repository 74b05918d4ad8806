import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { findInvitation } from "#worker/services/invitations/find.ts";
import { revokeInvitation } from "#worker/services/invitations/revoke.ts";

const database = useDatabase();

it("takes a link back, once, and only in its own organization", async () => {
  const workspace = await createWorkspace(database.db);
  const owner = await joinAs(workspace, "OWNER");
  const viewer = await joinAs(workspace, "VIEWER");
  const stranger = await joinAs(await createWorkspace(database.db), "OWNER");
  const { id, token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
  await expect(revokeInvitation(viewer.ctx, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(revokeInvitation(stranger.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await findInvitation(owner.ctx, token)).not.toBeNull();
  await revokeInvitation(owner.ctx, id);
  expect(await findInvitation(owner.ctx, token)).toBeNull();
  for (const gone of [id, "invitation_1"]) {
    await expect(revokeInvitation(owner.ctx, gone)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});
