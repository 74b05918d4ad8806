import { describe, expect, it } from "vitest";
import { POST } from "#app/api/auth/[...all]/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { cookiesOf, useWeb } from "#test/support/web.ts";
import { systemContext } from "#test/support/workspace.ts";
import { createSignInLink } from "#worker/services/users/sign-in-link.ts";

const database = useDatabase();
useWeb(database.url);

function open(token: string): Promise<Response> {
  return POST(
    new Request("http://localhost:3000/api/auth/sign-in/link", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({ token }),
    }),
  );
}

describe("POST /api/auth/sign-in/link", () => {
  it("signs the first administrator in, once", async () => {
    const token = await createSignInLink(systemContext(database.db));
    const response = await open(token);
    expect(response.status).toBe(200);
    expect(cookiesOf(response)).toMatch(/pawl\.session_token=/);
    const user = await database.db.prisma.user.findFirstOrThrow();
    expect(await response.json()).toEqual({ userId: user.id });
    const again = await open(token);
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({ message: "This link was used or is too old." });
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("refuses a link that is unknown, empty or too old", async () => {
    expect((await open("unknown")).status).toBe(401);
    expect((await open("")).status).toBe(400);
    const old = await createSignInLink(later(systemContext(database.db), -25 * 3_600_000));
    expect((await open(old)).status).toBe(401);
  });
});
