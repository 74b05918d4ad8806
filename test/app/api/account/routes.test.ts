import { beforeAll, expect, it } from "vitest";
import { PATCH as update } from "#app/api/account/route.ts";
import { DELETE as revoke } from "#app/api/account/sessions/[sessionId]/route.ts";
import { GET as list, DELETE as revokeOthers } from "#app/api/account/sessions/route.ts";
import { POST as auth } from "#app/api/auth/[...all]/route.ts";
import { POST as setUp } from "#app/api/setup/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, cookiesOf, expectRefusal, useWeb } from "#test/support/web.ts";

const database = useDatabase();
useWeb(database.url);

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };
let first = "";

beforeAll(async () => {
  first = cookiesOf(await call(setUp, { body: ada }));
});

async function signIn(password = ada.password): Promise<string> {
  const response = await auth(
    new Request("http://localhost:3000/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({ email: ada.email, password }),
    }),
  );
  expect(response.status).toBe(200);
  return cookiesOf(response);
}

const sessionsOf = (cookie: string) => call(list, { method: "GET", headers: { cookie } });

it("a session that is revoked ends with its next request", async () => {
  const second = await signIn();
  const seen = await sessionsOf(first);
  expect(seen.json.data).toMatchObject([{ isCurrent: true }, { isCurrent: false }]);
  const [, other] = seen.json.data as { id: string }[];
  const sessionId = other?.id ?? "";
  expect((await sessionsOf(second)).status).toBe(200);
  const asked = { method: "DELETE", params: { sessionId }, headers: { cookie: first } };
  expect((await call(revoke, asked)).json).toEqual({ success: true });
  // At once, however new the cookie is.
  expectRefusal(await sessionsOf(second), 401, "UNAUTHENTICATED", /Sign in again/);
  expectRefusal(await call(revoke, asked), 404, "NOT_FOUND", /has ended already/);
});

it("all other sessions end together, and with another password", async () => {
  const cookies = [await signIn(), await signIn()];
  const others = { method: "DELETE", headers: { cookie: first } };
  expect((await call(revokeOthers, others)).json).toEqual({ revokedCount: 2 });
  for (const cookie of cookies) expect((await sessionsOf(cookie)).status).toBe(401);
  const again = await signIn();
  const change = { currentPassword: ada.password, password: "battery staple" };
  const changed = { method: "PATCH", headers: { cookie: first }, body: change };
  expect((await call(update, changed)).status).toBe(200);
  expect((await sessionsOf(again)).status).toBe(401);
  expect((await sessionsOf(first)).json.data).toHaveLength(1);
});

it("says when a session was used last, right to five minutes", async () => {
  const ago = new Date(Date.now() - 600_000);
  // As a session of which nobody has heard for ten minutes.
  const expiresAt = new Date(ago.getTime() + 30 * 86_400_000);
  await database.db.prisma.session.updateMany({ data: { updatedAt: ago, expiresAt } });
  await sessionsOf(first);
  const [session] = (await sessionsOf(first)).json.data as { lastSeenAt: string }[];
  expect(Date.parse(session?.lastSeenAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
});
