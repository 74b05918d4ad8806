import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, queues } from "#sdk/index.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
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

function queue(name: string, more: Partial<QueueObject["concurrency"]> = {}): QueueObject {
  const none = { current: null, base: null, override: null };
  return {
    id: `queue_${name}`,
    name,
    type: "custom",
    running: 0,
    queued: 0,
    paused: false,
    concurrencyLimit: null,
    concurrency: { ...none, overriddenAt: null, overriddenBy: null, ...more },
  };
}

const page = (currentPage: number, ...names: string[]) => ({
  body: {
    data: names.map((name) => queue(name)),
    pagination: { currentPage, totalPages: 2, count: 3 },
  },
});

describe("queues.list", () => {
  test("gives a page, and walks on and back by number", async () => {
    server.answer(page(1, "a", "b"), page(2, "c"), page(1, "a", "b"));
    const first = await queues.list({ perPage: 2 });
    expect(first.data.map(({ name }) => name)).toEqual(["a", "b"]);
    expect([first.hasNextPage(), first.hasPreviousPage()]).toEqual([true, false]);
    expect(() => first.getPreviousPage()).toThrow(/no previous page/);
    const second = await first.getNextPage();
    expect(() => second.getNextPage()).toThrow(/no next page/);
    await second.getPreviousPage();
    const asked = server.requests.map(({ path, query }) => `${path}?${query}`);
    expect(asked).toEqual([1, 2, 1].map((n) => `/api/v1/queues?page=${n}&perPage=2`));
  });

  test("yields every queue of every page", async () => {
    server.answer(page(1, "a", "b"), page(2, "c"));
    const names: string[] = [];
    for await (const { name } of queues.list()) names.push(name);
    expect(names).toEqual(["a", "b", "c"]);
  });
});

describe("one queue", () => {
  test("is named by id, task or name, a slash in it encoded twice", async () => {
    server.answer({ body: queue("a") }, { body: queue("a") });
    await queues.retrieve("queue_1");
    await queues.retrieve({ type: "custom", name: "mail/out" });
    const asked = server.requests.map(({ path, query }) => `${path}?${query}`);
    expect(asked).toEqual([
      "/api/v1/queues/queue_1?type=id",
      "/api/v1/queues/mail%252Fout?type=custom",
    ]);
  });

  test("gives dates as Dates", async () => {
    const overriddenAt = "2026-01-02T03:04:05.000Z";
    server.answer({ body: queue("a", { overriddenAt, override: 1 }) }, { body: queue("a") });
    const overridden = await queues.retrieve("queue_1");
    expect(overridden.concurrency.overriddenAt).toEqual(new Date(overriddenAt));
    expect((await queues.retrieve("queue_1")).concurrency.overriddenAt).toBeNull();
  });

  test("is paused, resumed, overridden and reset", async () => {
    server.answer(...Array.from({ length: 4 }, () => ({ body: queue("a") })));
    const reference = { type: "task", name: "hello" } as const;
    await queues.pause(reference);
    await queues.resume(reference);
    await queues.overrideConcurrencyLimit(reference, 5);
    await queues.resetConcurrencyLimit(reference);
    const sent = server.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)]);
    const at = "/api/v1/queues/hello";
    expect(sent).toEqual([
      ["POST", `${at}/pause`, { type: "task", action: "pause" }],
      ["POST", `${at}/pause`, { type: "task", action: "resume" }],
      ["POST", `${at}/concurrency/override`, { type: "task", concurrencyLimit: 5 }],
      ["POST", `${at}/concurrency/reset`, { type: "task" }],
    ]);
  });

  test("is refused when the answer is none", async () => {
    server.answer({ body: { id: "x" } }, { body: { id: "x" } });
    await expect(queues.retrieve("queue_1")).rejects.toThrow(/not a queue/);
    await expect(queues.list()).rejects.toThrow(/not a page/);
  });
});
