import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { revokeOtherSessions, revokeSession } from "#worker/services/sessions/revoke.ts";

const database = useDatabase();

it("ends one of a person's sessions, or all but one, and nobody else's", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx, userId } = await joinAs(workspace, "VIEWER");
  const stranger = await joinAs(workspace, "VIEWER");
  const make = async (owner: string) => {
    const id = newId();
    const expiresAt = new Date(Date.now() + 60_000);
    await ctx.db.prisma.session.create({ data: { id, userId: owner, token: id, expiresAt } });
    return id;
  };
  const left = async () =>
    (await ctx.db.prisma.session.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
  const [mine, second] = [await make(userId), await make(userId)];
  const theirs = await make(stranger.userId);
  for (const id of [theirs, newId(), "no-id"]) {
    const refused = revokeSession(ctx, { userId, id });
    await expect(refused).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await revokeSession(ctx, { userId, id: second });
  expect(await left()).toEqual([mine, theirs]);
  await make(userId);
  await make(userId);
  expect(await revokeOtherSessions(ctx, { userId, sessionId: mine })).toBe(2);
  expect(await left()).toEqual([mine, theirs]);
});
