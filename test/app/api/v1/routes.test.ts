import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { POST as regenerate } from "#app/api/v1/api-keys/[apiKeyId]/regenerate/route.ts";
import { GET as reveal } from "#app/api/v1/api-keys/[apiKeyId]/secret/route.ts";
import { GET as list } from "#app/api/v1/api-keys/route.ts";
import { POST as getClaims } from "#app/api/v1/auth/jwt/claims/route.ts";
import { POST as promote } from "#app/api/v1/deployments/[deployment]/promote/route.ts";
import { GET as getDeployment } from "#app/api/v1/deployments/[deployment]/route.ts";
import { GET as getCurrent } from "#app/api/v1/deployments/current/route.ts";
import { POST as deploy, GET as listDeployments } from "#app/api/v1/deployments/route.ts";
import { GET as getTask } from "#app/api/v1/tasks/[taskId]/route.ts";
import { GET as listTasks } from "#app/api/v1/tasks/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

describe("GET /api/v1/tasks", () => {
  it("lists the tasks, and shows one with its newest payload", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "a/b" }]);
    const { ctx, secretKey: key } = workspace;
    await trigger(ctx, "a/b", {}, { n: 1 });
    const list = await call(listTasks, { key, method: "GET" });
    expect(list.json).toMatchObject({ data: [{ id: "a/b", queuedCount: 1 }] });
    const one = await call(getTask, { key, method: "GET", params: { taskId: "a%2Fb" } });
    expect(one.json).toMatchObject({ id: "a/b", lastPayload: { json: '{\n  "n": 1\n}' } });
  });

  it("does not find a task that is not there", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const answer = await call(getTask, { key, method: "GET", params: { taskId: "none" } });
    expectRefusal(answer, 404, "NOT_FOUND", /Task none not found/);
  });
});

async function rootKeyId(key: string): Promise<string> {
  const { json } = await call(list, { key, method: "GET" });
  const [first] = json.data as { id: string }[];
  return first?.id ?? "";
}

describe("the routes of API keys", () => {
  it("list keys, reveal one, and replace it once", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const params = { apiKeyId: await rootKeyId(key) };
    const revealed = await call(reveal, { key, method: "GET", params });
    expect(revealed.json).toEqual({ secret: key });
    const replaced = await call(regenerate, { key, params });
    expect(replaced.json).toEqual({ secret: expect.stringMatching(/^tr_dev_/) });
    const again = await call(regenerate, { key: String(replaced.json.secret), params });
    expectRefusal(again, 409, "CONFLICT", /replaced already/);
  });

  it("are closed to public tokens and to keys of other environments", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const token = await signPublicToken(mine.ctx, {
      scopes: ["read:runs"],
      expiresInSeconds: 3_600,
    });
    expectRefusal(await call(list, { key: token, method: "GET" }), 403, "unauthorized", /apiKeys/);
    const params = { apiKeyId: await rootKeyId(theirs.secretKey) };
    const foreign = await call(reveal, { key: mine.secretKey, method: "GET", params });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
  });
});

describe("POST /api/v1/auth/jwt/claims", () => {
  it("gives what a client must put into the tokens that it signs", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const { status, json } = await call(getClaims, { key: secretKey });
    expect([status, json]).toEqual([
      200,
      { sub: friendlyId("env", ctx.environment.id), pub: true },
    ]);
  });

  it("gives them to no public token", async () => {
    const { ctx } = await createWorkspace(database.db);
    const key = await signPublicToken(ctx, { scopes: ["read:runs"], expiresInSeconds: 3_600 });
    expectRefusal(await call(getClaims, { key }), 403, "unauthorized", /admin:apiKeys/);
  });
});

function input(project: string, path = "index.mjs") {
  return {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project },
      tasks: [{ id: "a", filePath: "a.ts" }],
      queues: [],
    },
    bundle: { files: [{ path, encoding: "utf8", contents: "// 1" }] },
  };
}

describe("the routes of deployments", () => {
  it("list, show, hold back and promote versions", async () => {
    const { projectRef, secretKey: key } = await createWorkspace(database.db);
    const nothing = await call(getCurrent, { key, method: "GET" });
    expectRefusal(nothing, 404, "NOT_FOUND", /Deployment current not found/);
    const { json: first } = await call(deploy, { key, body: input(projectRef) });
    const git = { commitSha: "1a2b3c4d", commitRef: "main" };
    const manifest = { ...input(projectRef).manifest, sdkVersion: "0.2.0" };
    const body = { ...input(projectRef), manifest, git, isHeldBack: true };
    const { json: held } = await call(deploy, { key, body });
    expect(held.isCurrent).toBe(false);
    const current = await call(getCurrent, { key, method: "GET" });
    expect(current.json).toMatchObject({ id: first.id, status: "DEPLOYED", runtime: "node" });
    const list = await call(listDeployments, { key, method: "GET" });
    expect(list.json.data).toMatchObject([
      { id: held.id, isCurrent: false, git },
      { id: first.id, isCurrent: true },
    ]);
    const params = { deployment: String(held.version) };
    const promoted = await call(promote, { key, params });
    expect(promoted.json).toEqual({ id: held.id, version: held.version, isUnchanged: false });
    const shown = await call(getDeployment, { key, method: "GET", params });
    expect(shown.json).toMatchObject({ isCurrent: true, previous: { version: first.version } });
  });
});

describe("POST /api/v1/deployments", () => {
  it("makes a version of what was sent in gzip, and says where to look at it", async () => {
    const { ctx, projectRef, secretKey: key } = await createWorkspace(database.db);
    const body = gzipSync(JSON.stringify(input(projectRef)));
    const headers = { "content-encoding": "gzip" };
    const first = await call(deploy, { key, body, headers });
    expect(first.status).toBe(200);
    const { organization } = ctx.environment;
    expect(first.json).toEqual({
      id: expect.stringMatching(/^deployment_/),
      version: expect.stringMatching(/^\d{8}\.1$/),
      environment: { slug: "dev", type: "DEVELOPMENT" },
      taskCount: 1,
      isUnchanged: false,
      isCurrent: true,
      dashboardUrl: `http://localhost:3000/${organization.slug}/project/dev/deployments/${first.json.version}`,
    });
    const again = await call(deploy, { key, body, headers });
    expect(again.json).toEqual({ ...first.json, isUnchanged: true });
  });

  it("refuses another project's code, and files that lead out of the bundle", async () => {
    const { projectRef, secretKey: key } = await createWorkspace(database.db);
    const foreign = await call(deploy, { key, body: input("proj_other") });
    expectRefusal(foreign, 422, "UNPROCESSABLE", /names the project proj_other/);
    const outside = await call(deploy, { key, body: input(projectRef, "../index.mjs") });
    expectRefusal(outside, 400, "VALIDATION", /bundle\.files\.0\.path is not a path inside/);
    expectRefusal(await call(deploy, { key, body: {} }), 400, "VALIDATION", /^The request body/);
  });
});
