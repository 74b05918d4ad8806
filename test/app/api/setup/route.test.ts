import { describe, expect, it } from "vitest";
import { PATCH } from "#app/api/account/route.ts";
import { POST as signIn } from "#app/api/auth/[...all]/route.ts";
import { POST as setUp } from "#app/api/setup/route.ts";
import { GET as getKey } from "#app/api/v1/api-keys/[apiKeyId]/secret/route.ts";
import { GET as listRuns } from "#app/api/v1/runs/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, cookiesOf, expectRefusal, MODERN, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";

const database = useDatabase();
useWeb(database.url);

const ada = { name: " Ada ", email: "Ada@Example.com", password: "correct horse" };
let cookie = "";

function setup(body: unknown) {
  return call(setUp, {
    body,
    headers: { host: "localhost:3000", origin: "http://localhost:3000" },
  });
}

/** Signs in by password; gives the status and the cookie. */
async function passwordSignIn(email: string, password: string) {
  const request = new Request("http://localhost:3000/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost:3000" },
    body: JSON.stringify({ email, password }),
  });
  const response = await signIn(request);
  return { status: response.status, cookie: cookiesOf(response) };
}

// In order: an installation has one first administrator.
describe("POST /api/setup", () => {
  it.each([
    [{}, /The form is not complete: .*name.*email.*password/],
    [{ ...ada, name: "  " }, /name must not be empty/],
    [{ ...ada, email: "ada" }, /email must be an email address/],
    [{ ...ada, password: "short" }, /password must have at least 8 characters/],
    ["not JSON", /The form is not complete/],
  ])("refuses %j", async (body, text) => {
    expectRefusal(await setup(body), 400, "VALIDATION", text);
    expect(await database.db.prisma.user.count()).toBe(0);
  });

  it("makes the first administrator and signs them in", async () => {
    const { status, json, headers } = await setup(ada);
    expect([status, json]).toEqual([200, { redirectTo: "/" }]);
    cookie = cookiesOf({ headers });
    expect(cookie).toMatch(/pawl\.session_token=/);
    expect(headers.getSetCookie().join()).toMatch(/HttpOnly/i);
    expect(await database.db.prisma.user.findMany()).toMatchObject([
      { name: "Ada", email: "ada@example.com", isAdministrator: true },
    ]);
  });

  it("makes no second one", async () => {
    expectRefusal(
      await setup({ ...ada, email: "eve@example.com" }),
      409,
      "CONFLICT",
      /Sign in instead/,
    );
    expect(await database.db.prisma.user.count()).toBe(1);
  });
});

describe("a signed-in person", () => {
  async function memberOf(role: "OWNER" | "VIEWER") {
    const workspace = await createWorkspace(database.db);
    const user = await database.db.prisma.user.findFirstOrThrow();
    await database.db.prisma.member.create({
      data: { organizationId: workspace.organizationId, userId: user.id, role },
    });
    const environmentId = friendlyId("env", workspace.ctx.environment.id);
    return { workspace, headers: { cookie, "x-pawl-environment": environmentId } };
  }

  it("may use the API for an environment of theirs, with the names of today", async () => {
    const { headers } = await memberOf("OWNER");
    const answer = await call(listRuns, { method: "GET", headers });
    expect([answer.status, answer.json]).toEqual([200, { data: [], pagination: {} }]);
  });

  it("does not find the environment of an organization that is not theirs", async () => {
    const { ctx } = await createWorkspace(database.db);
    const headers = { cookie, "x-pawl-environment": friendlyId("env", ctx.environment.id) };
    const answer = await call(listRuns, { method: "GET", headers });
    expectRefusal(answer, 404, "NOT_FOUND", /Environment not found/);
  });

  it("must say which environment, and be signed in", async () => {
    const { headers } = await memberOf("OWNER");
    const without = await call(listRuns, { method: "GET", headers: { cookie, ...MODERN } });
    expectRefusal(without, 401, "UNAUTHENTICATED", /No key was sent/);
    const forged = { ...headers, cookie: "pawl.session_token=forged.value" };
    const stranger = await call(listRuns, { method: "GET", headers: forged });
    expectRefusal(stranger, 401, "UNAUTHENTICATED", /No key was sent/);
  });

  it("sees no secret as a viewer", async () => {
    const { workspace, headers } = await memberOf("VIEWER");
    const key = await database.db.prisma.apiKey.findFirstOrThrow({
      where: { environmentId: workspace.ctx.environment.id },
    });
    const params = { apiKeyId: friendlyId("apikey", key.id) };
    const answer = await call(getKey, { method: "GET", headers, params });
    expectRefusal(answer, 403, "unauthorized", /Ask an owner/);
  });

  it("is known by the key of a request before the cookie", async () => {
    const { headers } = await memberOf("OWNER");
    const answer = await call(listRuns, { method: "GET", key: "tr_dev_unknown", headers });
    expectRefusal(answer, 401, "UNAUTHENTICATED", /secret key is unknown/);
  });
});

describe("PATCH /api/account", () => {
  async function patch(body: unknown, headers: Record<string, string> = { cookie }) {
    return call((request) => PATCH(request), { method: "PATCH", body, headers });
  }

  it("changes name and email", async () => {
    expect((await patch({ name: "Grace", email: "GRACE@example.com" })).json).toEqual({ ok: true });
    expect(await database.db.prisma.user.findFirst()).toMatchObject({
      name: "Grace",
      email: "grace@example.com",
    });
  });

  it("changes the password for those who know it, who sign in with the new one", async () => {
    const wrong = await patch({ password: "new password", currentPassword: "guess" });
    expectRefusal(wrong, 400, "VALIDATION", /current password is not right/);
    const missing = await patch({ password: "new password" });
    expectRefusal(missing, 400, "VALIDATION", /current password is not right/);
    await patch({ password: "new password", currentPassword: ada.password });
    expect((await passwordSignIn("grace@example.com", ada.password)).status).toBe(401);
    const { status, cookie: fresh } = await passwordSignIn("grace@example.com", "new password");
    expect(status).toBe(200);
    expect(fresh).toMatch(/pawl\.session_token=/);
  });

  it("is for signed-in people, and refuses what makes no sense", async () => {
    expectRefusal(await patch({ name: "Eve" }, {}), 401, "UNAUTHENTICATED", /signed out/);
    expectRefusal(await patch({ name: "" }), 400, "VALIDATION", /name must not be empty/);
    expectRefusal(await patch({ password: "short" }), 400, "VALIDATION", /at least 8/);
  });
});

describe("signing up", () => {
  it("is not possible by oneself", async () => {
    const request = toRequest({ body: { ...ada, email: "eve@example.com" } });
    const response = await signIn(
      new Request("http://localhost:3000/api/auth/sign-up/email", request),
    );
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await database.db.prisma.user.count()).toBe(1);
  });
});
