import { describe, expect, it } from "vitest";
import { POST as accept } from "#app/api/v1/invitations/[token]/accept/route.ts";
import { POST as register } from "#app/api/v1/invitations/[token]/register/route.ts";
import { DELETE as revoke } from "#app/api/v1/orgs/[org]/invitations/[invitationId]/route.ts";
import { POST as invite } from "#app/api/v1/orgs/[org]/invitations/route.ts";
import {
  PATCH as change,
  DELETE as remove,
} from "#app/api/v1/orgs/[org]/members/[userId]/route.ts";
import { GET as members } from "#app/api/v1/orgs/[org]/members/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { signInAs } from "#test/support/sessions.ts";
import { call, cookiesOf, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

const ORIGIN = { host: "localhost:3000", origin: "http://localhost:3000" };
const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

function tokenOf(json: Record<string, unknown>): string {
  return String(json.url).split("/").pop() ?? "";
}

describe("the routes of an organization", () => {
  it("lead an invited person from the link to membership, and out again", async () => {
    const workspace = await createWorkspace(database.db);
    const org = workspace.ctx.environment.organization.slug;
    const owner = await signInAs(workspace, "OWNER");
    const made = await call(invite, {
      params: { org },
      headers: { cookie: owner.cookie },
      body: { role: "VIEWER" },
    });
    expect(made.json.url).toMatch(/^http:\/\/localhost:3000\/invitations\//);
    const token = tokenOf(made.json);
    const short = { ...ada, password: "short" };
    const refused = await call(register, { params: { token }, body: short, headers: ORIGIN });
    expectRefusal(refused, 400, "VALIDATION", /at least 8/);
    const joined = await call(register, { params: { token }, body: ada, headers: ORIGIN });
    expect(joined.json).toEqual({ redirectTo: "/" });
    const cookie = cookiesOf(joined);

    const seen = await call(members, { method: "GET", params: { org }, headers: { cookie } });
    expect(seen.json.members).toMatchObject([{ role: "OWNER" }, { name: "Ada", role: "VIEWER" }]);
    const list = seen.json.members as { userId: string }[];
    const userId = list[1]?.userId ?? "";
    const self = { params: { org, userId }, headers: { cookie } };
    const promoted = await call(change, { ...self, method: "PATCH", body: { role: "OWNER" } });
    expectRefusal(promoted, 403, "unauthorized", /role does not allow/);
    expect((await call(remove, { ...self, method: "DELETE" })).status).toBe(200);
    const after = await call(members, { method: "GET", params: { org }, headers: { cookie } });
    expectRefusal(after, 404, "NOT_FOUND", /not found/);
  });

  it("take an invitation by somebody who has an account, and lead them there", async () => {
    const workspace = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const org = workspace.ctx.environment.organization.slug;
    const owner = await signInAs(workspace, "OWNER");
    const guest = await signInAs(other, "OWNER");
    const headers = { cookie: owner.cookie };
    const made = await call(invite, { params: { org }, headers, body: { role: "ADMIN" } });
    const mine = { params: { token: tokenOf(made.json) }, headers: { cookie: guest.cookie } };
    expect((await call(accept, mine)).json).toEqual({ redirectTo: `/${org}/project/dev/tasks` });
    expectRefusal(await call(accept, { params: mine.params }), 401, "UNAUTHENTICATED", /Sign in/);
    const second = await call(invite, { params: { org }, headers, body: { role: "ADMIN" } });
    const invitationId = String(second.json.id);
    const revoked = { method: "DELETE", params: { org, invitationId }, headers };
    expect((await call(revoke, revoked)).status).toBe(200);
    expectRefusal(await call(revoke, revoked), 404, "NOT_FOUND", /used, or is gone/);
  });

  it("are not for secret keys, and hide other organizations", async () => {
    const workspace = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const { slug } = workspace.ctx.environment.organization;
    const byKey = { method: "GET", params: { org: slug }, key: workspace.secretKey };
    expectRefusal(await call(members, byKey), 401, "UNAUTHENTICATED", /signed-in people/);
    const { cookie } = await signInAs(other, "OWNER");
    const foreign = { method: "GET", params: { org: slug }, headers: { cookie } };
    expectRefusal(await call(members, foreign), 404, "NOT_FOUND", /not found/);
  });
});
