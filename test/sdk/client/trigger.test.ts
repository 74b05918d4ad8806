import type { ContextManager } from "@opentelemetry/api";
import { context, createTraceState, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ApiClientMissingError,
  ApiConnectionError,
  ApiError,
  auth,
  configure,
  RateLimitError,
  task,
  tasks,
} from "#sdk/index.ts";
import { SDK_VERSION } from "#sdk/version.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const QUICK = { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 5 } };
const greet = task({ id: "greet", run: async (payload: { name: string }) => payload.name });

function lastBody(): { payload?: unknown; options: Record<string, unknown> } {
  return JSON.parse(server.requests.at(-1)?.body ?? "");
}

describe("a trigger", () => {
  test("posts payload and options, and gives a handle with the token of the answer's header", async () => {
    server.answer({ body: { id: "run_7" }, headers: { "x-trigger-jwt": "jwt" } });
    const handle = await greet.trigger({ name: "Ada" });
    expect(handle).toEqual({ id: "run_7", taskIdentifier: "greet", publicAccessToken: "jwt" });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/api/v1/tasks/greet/trigger",
      headers: {
        authorization: "Bearer tr_dev_key",
        "content-type": "application/json",
        "trigger-version": SDK_VERSION,
        "x-trigger-api-version": "2025-07-16",
        "x-trigger-source": "sdk",
        "x-trigger-request-idempotency-key": expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(lastBody()).toEqual({
      payload: '{"json":{"name":"Ada"}}',
      options: { payloadType: "application/super+json", payloadSize: 23 },
    });
  });

  test("tells where the caller stands in a trace, when it has OpenTelemetry set up", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const spanContext = { traceId, spanId: "b7ad6b7169203331", traceFlags: 1 };
    const traceState = createTraceState("congo=t61");
    const span = trace.wrapSpanContext({ ...spanContext, traceState });
    const baggage = propagation.createBaggage({ tenant: { value: "a b" } });
    const active = () => propagation.setBaggage(trace.setSpan(ROOT_CONTEXT, span), baggage);
    const manager: ContextManager = {
      active,
      with: (_, fn, self, ...args) => fn.apply(self, args),
      bind: (_, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    await greet.trigger({ name: "Ada" });
    context.disable();
    await greet.trigger({ name: "Ada" });
    expect(server.requests.map(({ headers }) => headers.traceparent)).toEqual([
      `00-${traceId}-b7ad6b7169203331-01`,
      undefined,
    ]);
    expect(server.requests[0]?.headers).toMatchObject({
      tracestate: "congo=t61",
      baggage: "tenant=a%20b",
    });
  });

  test("says when an idempotency key matched an earlier run", async () => {
    server.answer({ body: { id: "run_7", isCached: true } });
    expect(await greet.trigger({ name: "Ada" })).toMatchObject({ id: "run_7", isCached: true });
  });

  test("by id percent-encodes the id and leaves the queue to the server", async () => {
    const queued = task({ id: "a/b c", queue: { name: "mine" }, run: async () => {} });
    await tasks.trigger<typeof queued>("a/b c", undefined);
    expect(server.requests[0]?.path).toBe("/api/v1/tasks/a%2Fb%20c/trigger");
    expect(lastBody().options).not.toHaveProperty("queue");
    await queued.trigger();
    expect(lastBody().options).toHaveProperty("queue", { name: "mine" });
    await queued.trigger(undefined, { queue: "other" });
    expect(lastBody().options).toHaveProperty("queue", { name: "other" });
  });

  test.each([
    ["a string", "plain", { payload: "plain", payloadType: "text/plain", payloadSize: 5 }],
    ["nothing", undefined, { payloadType: "application/json", payloadSize: 0 }],
    [
      "a date and a missing field",
      { at: new Date(0), gone: undefined },
      {
        payload:
          '{"json":{"at":"1970-01-01T00:00:00.000Z","gone":null},"meta":{"values":{"at":["Date"],"gone":["undefined"]},"v":1}}',
        payloadType: "application/super+json",
      },
    ],
    [
      "null",
      null,
      { payload: '{"json":null}', payloadType: "application/super+json", payloadSize: 13 },
    ],
    ["more bytes than characters", "ä€", { payload: "ä€", payloadSize: 5 }],
  ])("sends %s as a packet", async (_, payload, expected) => {
    await tasks.trigger("any", payload);
    const { payload: sent, options } = lastBody();
    expect({ ...(sent === undefined ? {} : { payload: sent }), ...options }).toMatchObject(
      expected,
    );
    expect(sent === undefined).toBe(payload === undefined);
  });

  test("sends every option under its wire name", async () => {
    await greet.trigger(
      { name: "Ada" },
      {
        idempotencyKey: ["order", "7"],
        idempotencyKeyTTL: "1h",
        delay: new Date(1_000),
        ttl: 60,
        queue: { name: "q" },
        concurrencyKey: 7,
        priority: 3,
        tags: ["a", "b"],
        metadata: { a: 1 },
        maxAttempts: 2,
        maxDuration: 30,
        machine: "small-2x",
        version: "20260102.3",
        externalDeploymentId: "sha",
        region: "eu",
        debounce: { key: "k", delay: "5s", mode: "trailing", maxDelay: "1m" },
      },
    );
    expect(lastBody().options).toEqual({
      // printf 'order-7' | sha256sum
      idempotencyKey: "df8cf80227ec3237922df0ecd88385c546e4a31bdb8127b033f01e6f21f175df",
      idempotencyKeyOptions: { key: "order-7", scope: "run" },
      idempotencyKeyTTL: "1h",
      delay: "1970-01-01T00:00:01.000Z",
      ttl: 60,
      queue: { name: "q" },
      concurrencyKey: "7",
      priority: 3,
      tags: ["a", "b"],
      metadata: { a: 1 },
      maxAttempts: 2,
      maxDuration: 30,
      machine: "small-2x",
      lockToVersion: "20260102.3",
      externalDeploymentId: "sha",
      region: "eu",
      debounce: { key: "k", delay: "5s", mode: "trailing", maxDelay: "1m" },
      payloadType: "application/super+json",
      payloadSize: 23,
    });
  });

  test("passes a key of 64 characters on untouched", async () => {
    const key = "0".repeat(64);
    await greet.trigger({ name: "Ada" }, { idempotencyKey: key });
    expect(lastBody().options.idempotencyKey).toBe(key);
    expect(lastBody().options).not.toHaveProperty("idempotencyKeyOptions");
  });

  test("pins the version of TRIGGER_VERSION", async () => {
    vi.stubEnv("TRIGGER_VERSION", "20260102.1");
    await greet.trigger({ name: "Ada" });
    expect(lastBody().options.lockToVersion).toBe("20260102.1");
  });

  test("refuses a payload that cannot be sent, before any request", async () => {
    await expect(tasks.trigger("any", () => {})).rejects.toThrow("A function cannot be serialised");
    expect(server.requests).toEqual([]);
  });
});

describe("who and where", () => {
  test("comes from the environment when nothing is configured", async () => {
    auth.configure({});
    vi.stubEnv("TRIGGER_API_URL", `${server.url}/`);
    vi.stubEnv("TRIGGER_SECRET_KEY", "");
    vi.stubEnv("TRIGGER_ACCESS_TOKEN", "from-access-token");
    await greet.trigger({ name: "Ada" });
    vi.stubEnv("TRIGGER_SECRET_KEY", "from-secret-key");
    await greet.trigger({ name: "Ada" });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer from-access-token",
      "Bearer from-secret-key",
    ]);
    expect(server.requests[0]?.path).toBe("/api/v1/tasks/greet/trigger");
  });

  test("can be another for one call", async () => {
    configure({ baseURL: "http://127.0.0.1:1", secretKey: "wrong" });
    const clientConfig = { baseURL: server.url, secretKey: "right" };
    await greet.trigger({ name: "Ada" }, {}, { clientConfig });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer right");
  });

  test("without a key nothing is sent, and the error says what to set", async () => {
    configure({ baseURL: server.url });
    vi.stubEnv("TRIGGER_SECRET_KEY", "");
    vi.stubEnv("TRIGGER_ACCESS_TOKEN", "");
    const failure = greet.trigger({ name: "Ada" });
    await expect(failure).rejects.toBeInstanceOf(ApiClientMissingError);
    await expect(failure).rejects.toThrow(/TRIGGER_SECRET_KEY/);
    expect(server.requests).toEqual([]);
  });
});

describe("a call that fails", () => {
  test.each([500, 503, 408, 409, 429])(
    "with %i is made again under the same request id",
    async (status) => {
      server.answer(
        { status, body: { error: "later" } },
        { status, body: {} },
        { body: { id: "run_9" } },
      );
      expect(await greet.trigger({ name: "Ada" }, {}, QUICK)).toMatchObject({ id: "run_9" });
      const ids = server.requests.map((r) => r.headers["x-trigger-request-idempotency-key"]);
      expect(ids).toHaveLength(3);
      expect(new Set(ids).size).toBe(1);
    },
  );

  test("gives up after 5 attempts, or as many as asked for", async () => {
    server.answer(...Array.from({ length: 20 }, () => ({ status: 500, body: { error: "down" } })));
    await expect(greet.trigger({ name: "Ada" }, {}, QUICK)).rejects.toThrow("down");
    expect(server.requests).toHaveLength(5);
    const once = greet.trigger({ name: "Ada" }, {}, { retry: { maxAttempts: 1 } });
    await expect(once).rejects.toMatchObject({ status: 500 });
    expect(server.requests).toHaveLength(6);
  });

  test("because the connection breaks is made again; at last it names the server", async () => {
    server.answer({ hangUp: true }, { body: { id: "run_9" } });
    expect(await greet.trigger({ name: "Ada" }, {}, QUICK)).toMatchObject({ id: "run_9" });
    configure({ baseURL: "http://127.0.0.1:1", secretKey: "k" });
    const failure = greet.trigger({ name: "Ada" }, {}, QUICK);
    await expect(failure).rejects.toBeInstanceOf(ApiConnectionError);
    await expect(failure).rejects.toThrow(/127\.0\.0\.1:1.*ECONNREFUSED|bad port/);
  });

  test("x-should-retry overrides the status, either way", async () => {
    server.answer({ status: 500, headers: { "x-should-retry": "false" }, body: { error: "no" } });
    await expect(greet.trigger({ name: "Ada" }, {}, QUICK)).rejects.toThrow("no");
    expect(server.requests).toHaveLength(1);
    server.answer({ status: 404, headers: { "x-should-retry": "true" }, body: { error: "soon" } });
    expect(await greet.trigger({ name: "Ada" }, {}, QUICK)).toMatchObject({ id: "run_1" });
  });

  test.each([
    [400, "BadRequestError"],
    [401, "AuthenticationError"],
    [403, "PermissionDeniedError"],
    [404, "NotFoundError"],
    [413, "ApiError"],
    [422, "UnprocessableEntityError"],
  ])("with %i throws %s at once, with the server's words", async (status, className) => {
    const body = { error: "because", code: "a_code", param: "a_param", type: "a_type" };
    server.answer({ status, body, headers: { "x-request-id": "req_1" } });
    const error: unknown = await greet.trigger({ name: "Ada" }).catch((thrown: unknown) => thrown);
    if (!(error instanceof ApiError)) throw new Error("not an ApiError");
    expect(error.constructor.name).toBe(className);
    expect(error).toMatchObject({
      name: "TriggerApiError",
      message: "because",
      status,
      body,
      error: "because",
      code: "a_code",
      param: "a_param",
      type: "a_type",
    });
    expect(error.headers?.get("x-request-id")).toBe("req_1");
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [{ error: { message: "inside", code: "deep" } }, "inside", "deep"],
    ["<html>teapot</html>", "418 <html>teapot</html>", undefined],
    ["", "418 status code (no body)", undefined],
    [{ detail: 1 }, '418 {"detail":1}', undefined],
  ])("reads the body %j", async (body, message, code) => {
    server.answer({ status: 418, body });
    await expect(greet.trigger({ name: "Ada" })).rejects.toMatchObject({ message, code });
  });

  test("a success that is no JSON is not repeated and points at the URL", async () => {
    server.answer({ body: "<html>" });
    await expect(greet.trigger({ name: "Ada" })).rejects.toThrow(/TRIGGER_API_URL/);
    server.answer({ body: { run: "run_1" } });
    await expect(greet.trigger({ name: "Ada" })).rejects.toThrow("carries no run id");
    expect(server.requests).toHaveLength(2);
  });

  test("a rate limit knows when it is reset", async () => {
    const headers = { "x-ratelimit-reset": String(Date.now() + 60_000) };
    server.answer({ status: 429, headers, body: { error: "slow down" } });
    const once = greet.trigger({ name: "Ada" }, {}, { retry: { maxAttempts: 1 } });
    const error: unknown = await once.catch((thrown: unknown) => thrown);
    if (!(error instanceof RateLimitError)) throw new Error("not a RateLimitError");
    expect(error.millisecondsUntilReset).toBeGreaterThan(50_000);
    expect(error.millisecondsUntilReset).toBeLessThanOrEqual(60_000);
  });
});
