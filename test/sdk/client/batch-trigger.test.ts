import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BatchTriggerError, batch, configure, task, tasks } from "#sdk/index.ts";
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

const greet = task({ id: "greet", run: async (payload: { name: string }) => payload.name });
const CREATED = { status: 202, body: { id: "batch_1" }, headers: { "x-trigger-jwt": "jwt" } };
const SEALED = { body: { id: "batch_1", sealed: true } };

function sentLines(index: number): Record<string, unknown>[] {
  return (server.requests[index]?.body ?? "")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("a batch", () => {
  test("is created with its size, then its items are sent one a line", async () => {
    server.answer(CREATED, SEALED);
    const handle = await greet.batchTrigger([
      { payload: { name: "Ada" } },
      { payload: { name: "Lin" }, options: { tags: ["vip"] } },
    ]);
    expect(handle).toEqual({ batchId: "batch_1", runCount: 2, publicAccessToken: "jwt" });
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/api/v3/batches",
      "/api/v3/batches/batch_1/items",
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      runCount: 2,
      taskIdentifiers: ["greet"],
    });
    expect(server.requests[1]?.headers["content-type"]).toBe("application/x-ndjson");
    expect(sentLines(1)).toMatchObject([
      { index: 0, task: "greet", payload: '{"json":{"name":"Ada"}}' },
      { index: 1, task: "greet", options: { tags: ["vip"] } },
    ]);
  });

  test("sends its items again while the server misses some", async () => {
    server.answer(CREATED, { body: { sealed: false, enqueuedCount: 1, expectedCount: 2 } }, SEALED);
    await tasks.batchTrigger<typeof greet>("greet", [
      { payload: { name: "a" } },
      { payload: { name: "b" } },
    ]);
    expect(sentLines(2)).toEqual(sentLines(1));
  });

  test("that exists already is given without sending items", async () => {
    server.answer({ status: 200, body: { id: "batch_1", isCached: true } });
    const handle = await batch.trigger<typeof greet>([{ id: "greet", payload: { name: "a" } }], {
      idempotencyKey: "nightly",
    });
    expect(handle.isCached).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  test("with a key gives each item one of its own", async () => {
    server.answer(CREATED, SEALED);
    const items = [{ payload: { name: "a" } }, { payload: { name: "b" } }];
    await greet.batchTrigger(items, { idempotencyKey: "nightly" });
    const keys = sentLines(1).map(
      (line) => (line.options as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  test("that fails says in which phase, and why", async () => {
    server.answer({ status: 400, body: { error: "runCount must be at least 1" } });
    const failed = await greet.batchTrigger([]).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(BatchTriggerError);
    expect(failed).toMatchObject({ phase: "create", itemCount: 0, isRateLimited: false });
    expect(String(failed)).toContain("runCount must be at least 1");

    server.answer(CREATED, { status: 422, body: { error: "There is no batch" } });
    await expect(greet.batchTrigger([{ payload: { name: "a" } }])).rejects.toMatchObject({
      phase: "stream",
      batchId: "batch_1",
    });
  });

  test("is retrieved with its dates", async () => {
    const at = "2026-01-02T03:04:05.000Z";
    server.answer({
      body: { id: "batch_1", status: "COMPLETED", runs: ["run_1"], createdAt: at, updatedAt: at },
    });
    const retrieved = await batch.retrieve("batch_1");
    expect(retrieved.createdAt).toEqual(new Date(at));
    expect(retrieved.runs).toEqual(["run_1"]);
  });
});
