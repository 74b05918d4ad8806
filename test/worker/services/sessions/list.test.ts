import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { listSessions } from "#worker/services/sessions/list.ts";

const database = useDatabase();
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

it("shows a person's sessions, this one first, and none that is over or another's", async () => {
  const workspace = await createWorkspace(database.db);
  const me = await joinAs(workspace, "VIEWER");
  const other = await joinAs(workspace, "OWNER");
  const make = async (userId: string, seenAgoMs: number, endsInMs: number, userAgent?: string) => {
    const id = newId();
    await database.db.prisma.session.create({
      data: {
        id,
        userId,
        token: id,
        expiresAt: new Date(Date.now() + endsInMs),
        updatedAt: new Date(Date.now() - seenAgoMs),
        ...(userAgent && { userAgent, ipAddress: "192.0.2.1" }),
      },
    });
    return id;
  };
  const current = await make(me.userId, 60_000, 60_000, FIREFOX);
  const older = await make(me.userId, 120_000, 60_000);
  const newer = await make(me.userId, 0, 60_000);
  await make(me.userId, 0, -1);
  await make(other.userId, 0, 60_000);
  const sessions = await listSessions(me.ctx, { userId: me.userId, sessionId: current });
  expect(sessions.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [current, true],
    [newer, false],
    [older, false],
  ]);
  expect(sessions[0]).toMatchObject({ device: "Firefox on Linux", ipAddress: "192.0.2.1" });
  // The token is the session: nobody needs to read it.
  expect(JSON.stringify(sessions)).not.toContain("token");
});
