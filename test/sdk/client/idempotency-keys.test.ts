import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, idempotencyKeys, runs, tags, tasks } from "#sdk/index.ts";
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

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

describe("an idempotency key", () => {
  test("is the hash of its parts, and outside of a run of nothing else", async () => {
    expect(await idempotencyKeys.create(["order", "1"])).toBe(hash("order-1"));
    expect(await idempotencyKeys.create("order-1", { scope: "global" })).toBe(hash("order-1"));
    expect(await idempotencyKeys.create("order-1", { scope: "attempt" })).toBe(hash("order-1"));
  });

  test("that was made here travels with its words and scope, for showing", async () => {
    const key = await idempotencyKeys.create(["order", "2"], { scope: "global" });
    await tasks.trigger("charge", {}, { idempotencyKey: key });
    await tasks.trigger("charge", {}, { idempotencyKey: hash("made elsewhere") });
    const [made, other] = server.requests.map(({ body }) => JSON.parse(body).options);
    expect(made).toMatchObject({
      idempotencyKey: key,
      idempotencyKeyOptions: { key: "order-2", scope: "global" },
    });
    expect(other).not.toHaveProperty("idempotencyKeyOptions");
  });

  test("of another run is freed with that run's id", async () => {
    const inRun = await idempotencyKeys.reset("charge", "a", { parentRunId: "run_1" });
    expect(inRun).toEqual({ id: hash("a-run_1") });
    const options = { scope: "attempt", parentRunId: "run_1", attemptNumber: 2 } as const;
    expect(await idempotencyKeys.reset("charge", "a", options)).toEqual({ id: hash("a-run_1-2") });
    const incomplete = { scope: "attempt", parentRunId: "run_1" } as const;
    await expect(idempotencyKeys.reset("charge", "a", incomplete)).rejects.toThrow(TypeError);
  });

  test("is freed by its words or by itself", async () => {
    const key = hash("order-1");
    expect(await idempotencyKeys.reset("charge", "order-1")).toEqual({ id: key });
    await idempotencyKeys.reset("charge", key);
    for (const request of server.requests) {
      expect(request.path).toBe(`/api/v1/idempotencyKeys/${key}/reset`);
      expect(JSON.parse(request.body)).toEqual({ taskIdentifier: "charge" });
    }
    expect(server.requests).toHaveLength(2);
  });
});

describe("runs.reschedule", () => {
  test("sends a date as text and gives the run", async () => {
    const at = "2026-01-02T03:04:05.000Z";
    server.answer({
      body: { id: "run_1", status: "DELAYED", createdAt: at, updatedAt: at, delayedUntil: at },
    });
    const run = await runs.reschedule("run_1", { delay: new Date(at) });
    expect(run.delayedUntil).toEqual(new Date(at));
    expect(server.requests[0]?.path).toBe("/api/v1/runs/run_1/reschedule");
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({ delay: at });
  });
});

describe("tags.add", () => {
  test("does nothing outside of a run", async () => {
    await tags.add("vip");
    expect(server.requests).toEqual([]);
  });
});
