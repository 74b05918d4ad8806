import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { changeMember } from "#worker/services/members/change.ts";
import { listMembers } from "#worker/services/members/list.ts";

const database = useDatabase();

describe("changeMember", () => {
  it("leaves one owner, when two remove one another at once", async () => {
    const workspace = await createWorkspace(database.db);
    const [one, two] = [await joinAs(workspace, "OWNER"), await joinAs(workspace, "OWNER")];
    const outcomes = await Promise.allSettled([
      changeMember(one.ctx, { userId: two.userId, to: null }),
      changeMember(two.ctx, { userId: one.userId, to: null }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listMembers(one.ctx)).members).toMatchObject([{ role: "OWNER" }]);
  });

  it("goes by the role that somebody has now, not by the one they came with", async () => {
    const workspace = await createWorkspace(database.db);
    const owner = await joinAs(workspace, "OWNER");
    const admin = await joinAs(workspace, "ADMIN");
    const viewer = await joinAs(workspace, "VIEWER");
    await changeMember(owner.ctx, { userId: admin.userId, to: "VIEWER" });
    await expect(
      changeMember(admin.ctx, { userId: viewer.userId, to: null }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("does not find a member of another organization, and refuses keys", async () => {
    const workspace = await createWorkspace(database.db);
    const owner = await joinAs(workspace, "OWNER");
    const stranger = await joinAs(await createWorkspace(database.db), "VIEWER");
    for (const userId of [stranger.userId, "no id"]) {
      await expect(changeMember(owner.ctx, { userId, to: null })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const key = { ...owner.ctx, actor: workspace.ctx.actor };
    await expect(changeMember(key, { userId: owner.userId, to: null })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
