import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { POST as createToken } from "#app/api/v1/auth/public-tokens/route.ts";
import { OPTIONS, POST } from "#app/api/v1/tasks/[taskId]/trigger/route.ts";
import { POST as createBatch } from "#app/api/v3/batches/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { readRun } from "#test/support/runs.ts";
import { type Call, call, expectRefusal, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authenticatePublicToken } from "#worker/services/public-tokens/authenticate.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db, { slug: "prod" });
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

function trigger(key: string | undefined, given: Call = {}, taskId = "hello") {
  return call(POST, { ...(key && { key }), params: { taskId }, body: {}, ...given });
}

async function rowOf(answer: { json: Record<string, unknown> }) {
  const id = parseFriendlyId("run", String(answer.json.id));
  return database.db.prisma.run.findUniqueOrThrow({ where: { id: id ?? "" } });
}

describe("POST /api/v1/tasks/{taskId}/trigger", () => {
  it("keeps the caller's place in a trace, as a parent or as a link; nonsense is ignored", async () => {
    const { secretKey } = await deployed();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const carried = { tracestate: "congo=t61", baggage: "tenant=42" };
    const child = await trigger(secretKey, { headers: { traceparent, ...carried } });
    expect(await rowOf(child)).toMatchObject({
      traceParent: traceparent,
      traceLink: null,
      traceCarried: { state: "congo=t61", baggage: "tenant=42" },
    });
    const headers = { traceparent, "x-trigger-span-parent-as-link": "1" };
    expect(await rowOf(await trigger(secretKey, { headers }))).toMatchObject({
      traceParent: null,
      traceLink: traceparent,
    });
    const bad = await trigger(secretKey, { headers: { traceparent: "00-not-a-trace" } });
    expect(await rowOf(bad)).toMatchObject({
      ...{ traceParent: null, traceLink: null, traceCarried: null },
    });
  });

  it("answers with the id of the run", async () => {
    const { ctx, secretKey } = await deployed();
    const body = { payload: { name: "Ada" }, options: { tags: "x" } };
    const answer = await trigger(secretKey, { body, headers: { "trigger-version": "4.8.3" } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ id: expect.stringMatching(/^run_/), isCached: false });
    expect(await rowOf(answer)).toMatchObject({
      environmentId: ctx.environment.id,
      taskSlug: "hello",
      payload: '{"name":"Ada"}',
      tags: ["x"],
      sdkVersion: "4.8.3",
    });
  });

  it("sends a token that reads this run, sends into it, and nothing else", async () => {
    const { ctx, secretKey } = await deployed();
    const { headers, json } = await trigger(secretKey);
    const known = await authenticatePublicToken(ctx, headers.get("x-trigger-jwt") ?? "");
    expect(known).toMatchObject({
      actor: {
        kind: "publicToken",
        scopes: [`read:runs:${json.id}`, `write:inputStreams:${json.id}`],
      },
      environment: { id: ctx.environment.id },
    });
    expect(JSON.parse(headers.get("x-trigger-jwt-claims") ?? "")).toEqual(publicTokenClaims(ctx));
  });

  it("takes a token that works once for one run, however often its request comes", async () => {
    const { secretKey: key } = await deployed();
    const asked = { scopes: ["trigger:tasks:hello", "batchTrigger:tasks:hello"], oneTimeUse: true };
    const token = async () => String((await call(createToken, { key, body: asked })).json.token);
    const once = await token();
    const refused = await trigger(once, {}, "other");
    expectRefusal(refused, 403, "unauthorized", /trigger:tasks/);
    const headers = { "x-trigger-request-idempotency-key": "the request" };
    const first = await trigger(once, { headers });
    expect(first.status).toBe(200);
    expect((await trigger(once, { headers })).json.id).toBe(first.json.id);
    const another = { "x-trigger-request-idempotency-key": "another" };
    for (const given of [{ headers: another }, {}]) {
      expectRefusal(await trigger(once, given), 422, "UNPROCESSABLE", /already been used/);
    }
    const forBatch = await token();
    const body = { runCount: 1, taskIdentifiers: ["hello"] };
    expect((await call(createBatch, { key: forBatch, body })).status).toBe(202);
    const again = await call(createBatch, { key: forBatch, body });
    expectRefusal(again, 422, "UNPROCESSABLE", /already been used/);
    expectRefusal(await trigger(forBatch), 422, "UNPROCESSABLE", /already been used/);
  });

  it("takes an empty body for no payload, as clients send it", async () => {
    const { secretKey } = await deployed();
    const answer = await call(POST, { key: secretKey, params: { taskId: "hello" } });
    expect(answer.status).toBe(200);
    expect((await rowOf(answer)).payload).toBeNull();
  });

  it("takes a task's id from the path, encoded", async () => {
    const { secretKey } = await deployed();
    const answer = await trigger(secretKey, {}, encodeURIComponent("a/b: ü"));
    expect((await rowOf(answer)).taskSlug).toBe("a/b: ü");
  });

  it("reads a body in gzip", async () => {
    const { secretKey } = await deployed();
    const body = gzipSync(JSON.stringify({ payload: "x".repeat(10_000) }));
    const answer = await trigger(secretKey, { body, headers: { "content-encoding": "gzip" } });
    expect((await rowOf(answer)).payload).toHaveLength(10_002);
  });

  it("refuses a small body that unpacks to a large one", async () => {
    const { secretKey } = await deployed();
    const body = gzipSync(JSON.stringify({ payload: "x".repeat(13_000_000) }));
    expect(body.length).toBeLessThan(100_000);
    const answer = await trigger(secretKey, { body, headers: { "content-encoding": "gzip" } });
    expect(answer.status).toBe(413);
  });

  it("gives the same run for the same idempotency key, and says so", async () => {
    const { secretKey } = await deployed();
    const body = { options: { idempotencyKey: "k" } };
    const first = await trigger(secretKey, { body });
    const again = await trigger(secretKey, { body });
    expect(again.json).toEqual({ id: first.json.id, isCached: true });
  });

  it("takes an idempotency key from the header before the body's", async () => {
    const { ctx, secretKey } = await deployed();
    const headers = { "idempotency-key": "from-header", "idempotency-key-ttl": "1h" };
    const answer = await trigger(secretKey, {
      headers,
      body: { options: { idempotencyKey: "from-body", tags: ["kept"] } },
    });
    const { id } = await rowOf(answer);
    const run = await readRun(ctx, id);
    expect(run).toMatchObject({ idempotencyKey: "from-header", tags: ["kept"] });
    expect(Number(run.idempotencyExpiresAt) - Number(run.createdAt)).toBe(3_600_000);
  });

  it("gives the same run when a client asks again after a lost answer", async () => {
    const { secretKey } = await deployed();
    const headers = { "x-trigger-request-idempotency-key": crypto.randomUUID() };
    const first = await trigger(secretKey, { headers });
    const again = await trigger(secretKey, { headers });
    expect(again.json).toEqual({ id: first.json.id, isCached: false });
    expect(again.headers.get("x-trigger-jwt")).not.toBeNull();
  });
});

describe("who may call it", () => {
  it("is nobody without a key, and it says where to find one", async () => {
    expectRefusal(
      await trigger(undefined),
      401,
      "UNAUTHENTICATED",
      /No key was sent.*API keys page/,
    );
  });

  it.each([
    ["tr_dev_unknown", /secret key is unknown.*API keys page/],
    ["pk_dev_1", /Public API keys are no longer accepted/],
    ["a.b.c", /public token is not valid here, or it has expired/],
  ])("is nobody with %s", async (key, text) => {
    expectRefusal(await trigger(key), 401, "UNAUTHENTICATED", text);
  });

  it("is a public token for the task", async () => {
    const { ctx } = await deployed();
    const sign = (scope: string) =>
      signPublicToken(ctx, { scopes: [scope], expiresInSeconds: 3_600 });
    expect((await trigger(await sign("trigger:tasks:hello"))).status).toBe(200);
    const refused = await trigger(await sign("read:runs"));
    expectRefusal(refused, 403, "unauthorized", /needs the scope trigger:tasks/);
    expect(refused.json).toMatchObject({ param: "access_token", type: "authorization" });
  });
});

describe("a request that makes no sense", () => {
  it.each<[string, Call, number, string, RegExp]>([
    ["is not JSON", { body: "{payload" }, 400, "VALIDATION", /request body is not JSON/],
    [
      "is not gzip",
      { body: "{}", headers: { "content-encoding": "gzip" } },
      400,
      "VALIDATION",
      /not valid gzip/,
    ],
    ["is no object", { body: "[]" }, 400, "VALIDATION", /expected object/],
    [
      "has a field of the wrong type",
      { body: { options: { maxAttempts: "3" } } },
      400,
      "VALIDATION",
      /options\.maxAttempts .*expected number/,
    ],
    ["has a NUL in a tag", { body: { options: { tags: ["a\0"] } } }, 400, "VALIDATION", /NUL/],
    [
      "has an endless key",
      { headers: { "idempotency-key": randomBytes(2048).toString("hex") } },
      400,
      "VALIDATION",
      /2048 bytes/,
    ],
    [
      "has an endless request key",
      { headers: { "x-trigger-request-idempotency-key": randomBytes(2048).toString("hex") } },
      400,
      "VALIDATION",
      /2048 bytes/,
    ],
    [
      "names an endless task",
      { params: { taskId: randomBytes(2048).toString("hex") } },
      400,
      "VALIDATION",
      /<=128/,
    ],
    ["names a task with a NUL", { params: { taskId: "a%00" } }, 400, "VALIDATION", /NUL/],
    [
      "is encoded wrongly",
      { params: { taskId: "%zz" } },
      400,
      "VALIDATION",
      /not encoded correctly: %zz/,
    ],
    [
      "has eleven tags",
      { body: { options: { tags: Array.from({ length: 11 }, (_, n) => `t${n}`) } } },
      422,
      "UNPROCESSABLE",
      /may have 10 tags/,
    ],
    [
      "is announced as too large",
      { headers: { "content-length": "99999999" } },
      413,
      "TOO_LARGE",
      /may have 12582912 bytes/,
    ],
    [
      "is too large",
      { body: " ".repeat(12 * 1024 * 1024 + 1) },
      413,
      "TOO_LARGE",
      /may have 12582912 bytes/,
    ],
    [
      "has too large a payload",
      { body: { payload: "x".repeat(10 * 1024 * 1024) } },
      413,
      "TOO_LARGE",
      /Store it elsewhere/,
    ],
  ])("is refused when it %s", async (_, given, status, code, text) => {
    const { secretKey } = await deployed();
    expectRefusal(await trigger(secretKey, given), status, code, text);
  });

  it("names every problem in its details", async () => {
    const { secretKey } = await deployed();
    const { json } = await trigger(secretKey, { body: { options: { test: 1, delay: 2 } } });
    expect(json.details).toMatchObject([
      { path: ["options", "delay"] },
      { path: ["options", "test"] },
    ]);
  });
});

describe("calls from browsers elsewhere", () => {
  it("are allowed, refusals too", async () => {
    const { secretKey } = await deployed();
    for (const answer of [await trigger(secretKey), await trigger("tr_dev_unknown")]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("access-control-expose-headers")).toBe("*");
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("are announced without a key", () => {
    const headers = { "access-control-request-headers": "authorization,x-trigger-source" };
    const response = OPTIONS(toRequest({ method: "OPTIONS", headers }));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": "authorization,x-trigger-source",
      "access-control-max-age": "300",
    });
  });
});
