import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { removeMember } from "#worker/services/members/remove.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";

const database = useDatabase();

it("removes a member, who is out at once; a viewer may leave, the last owner may not", async () => {
  const workspace = await createWorkspace(database.db);
  const owner = await joinAs(workspace, "OWNER");
  const developer = await joinAs(workspace, "DEVELOPER");
  const viewer = await joinAs(workspace, "VIEWER");
  const environmentId = friendlyId("env", workspace.ctx.environment.id);
  const enter = () =>
    authenticateMember(workspace.ctx, { userId: developer.userId, environmentId });
  expect(await enter()).not.toBeNull();
  await removeMember(owner.ctx, developer.userId);
  expect(await enter()).toBeNull();
  await removeMember(viewer.ctx, viewer.userId);
  await expect(removeMember(owner.ctx, owner.userId)).rejects.toMatchObject({
    message: expect.stringContaining("You are the last owner"),
  });
});
