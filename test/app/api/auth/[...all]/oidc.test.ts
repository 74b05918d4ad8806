import { afterAll, beforeAll, expect, it } from "vitest";
import { readWebEnv } from "#app/_lib/env.ts";
import { signInProviders } from "#app/_lib/sign-in-providers.ts";
import { GET, POST } from "#app/api/auth/[...all]/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { type OidcServer, startOidcServer } from "#test/support/oidc-server.ts";
import { joinAs } from "#test/support/organizations.ts";
import { signInAs } from "#test/support/sessions.ts";
import { cookiesOf, useWeb } from "#test/support/web.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";

const database = useDatabase();
useWeb(database.url);

const ORIGIN = "http://localhost:3000";
let server: OidcServer;
let workspace: Workspace;

beforeAll(async () => {
  server = await startOidcServer("pawl");
  process.env.PAWL_OIDC_ISSUER = server.issuer;
  process.env.PAWL_OIDC_CLIENT_ID = "pawl";
  process.env.PAWL_OIDC_CLIENT_SECRET = "secret";
  process.env.PAWL_OIDC_NAME = "Acme";
  workspace = await createWorkspace(database.db);
});

afterAll(async () => {
  for (const name of ["ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME"]) {
    delete process.env[`PAWL_OIDC_${name}`];
  }
  await server.close();
});

const grace = { sub: "grace-1", email: "grace@example.com", name: "Grace" };

/** From the button to where the browser ends up, signed in at the provider as this person. */
async function goThrough(
  path: "sign-in/social" | "link-social",
  body: object,
  { as = grace, cookie = "" } = {},
): Promise<{ location: string; cookie: string }> {
  const started = await POST(
    new Request(`${ORIGIN}/api/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, cookie },
      body: JSON.stringify({
        provider: "oidc",
        callbackURL: "/next",
        errorCallbackURL: "/sign-in",
        ...body,
      }),
    }),
  );
  expect(started.status).toBe(200);
  const { url } = (await started.json()) as { url: string };
  const cookies = [cookie, cookiesOf(started)].filter(Boolean).join("; ");
  const back = await GET(new Request(server.authorize(url, as), { headers: { cookie: cookies } }));
  return { location: back.headers.get("location") ?? "", cookie: cookiesOf(back) };
}

const users = (email: string) =>
  database.db.prisma.user.findMany({ where: { email }, include: { accounts: true } });

it("shows a button for what is configured, and refuses half of a configuration", () => {
  expect(signInProviders(readWebEnv())).toEqual([{ id: "oidc", name: "Acme" }]);
  const half = { ...process.env, PAWL_GITHUB_CLIENT_ID: "id" };
  expect(() => readWebEnv(half)).toThrow(/PAWL_GITHUB_CLIENT_SECRET/);
});

it("makes an account for nobody without an open invitation", async () => {
  expect((await goThrough("sign-in/social", {})).location).toBe("/sign-in?error=signup_disabled");
  const forged = { requestSignUp: true, additionalData: { invitation: "made-up" } };
  const refused = await goThrough("sign-in/social", forged);
  expect(refused.location).toMatch(/^\/sign-in\?error=signup_disabled/);
  expect(await users(grace.email)).toEqual([]);
});

it("makes one with an invitation, and lets the same identity in from then on", async () => {
  const owner = await joinAs(workspace, "OWNER");
  const { token } = await createInvitation(owner.ctx, { role: "VIEWER", validDays: 1 });
  const invited = { requestSignUp: true, additionalData: { invitation: token } };
  const first = await goThrough("sign-in/social", invited);
  expect(first.location).toBe("/next");
  expect(first.cookie).toContain("pawl.session_token=");
  expect(await users(grace.email)).toMatchObject([
    { name: "Grace", isAdministrator: false, accounts: [{ providerId: "oidc" }] },
  ]);
  const again = await goThrough("sign-in/social", {}, { as: { ...grace, email: "g@example.com" } });
  expect(again).toMatchObject({ location: "/next", cookie: expect.stringContaining("session") });
  expect(await users("g@example.com")).toEqual([]);
});

it("gives an account to no identity that only has its email, until its owner connects it", async () => {
  const member = await signInAs(workspace, "DEVELOPER");
  const { email } = await database.db.prisma.user.findUniqueOrThrow({
    where: { id: member.userId },
  });
  const ada = { sub: "ada-1", email, name: "Ada" };
  const refused = await goThrough("sign-in/social", {}, { as: ada });
  expect(refused.location).toBe("/sign-in?error=account_not_linked");
  const linked = await goThrough("link-social", {}, { as: ada, cookie: member.cookie });
  expect(linked.location).toBe("/next");
  expect((await goThrough("sign-in/social", {}, { as: ada })).location).toBe("/next");
});
