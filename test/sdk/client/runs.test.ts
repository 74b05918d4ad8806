import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, NotFoundError, runs } from "#sdk/index.ts";
import type { RunListItem, RunObject } from "#sdk/wire/api.ts";
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

const COMMON = {
  status: "QUEUED",
  taskIdentifier: "greet",
  isQueued: true,
  isExecuting: false,
  isWaiting: false,
  isCompleted: false,
  isSuccess: false,
  isFailed: false,
  isCancelled: false,
  isTest: false,
  createdAt: "2026-01-02T03:04:05.000Z",
  updatedAt: "2026-01-02T03:04:06.000Z",
  tags: [],
  costInCents: 0,
  baseCostInCents: 0,
  durationMs: 0,
  queue: "task/greet",
  attemptCount: 0,
} as const satisfies Omit<RunListItem, "id" | "env">;

function run(id: string, more: Partial<RunObject> = {}): RunObject {
  const related = { depth: 0, triggerFunction: "trigger" } as const;
  return { id, ...COMMON, ...related, relatedRuns: {}, attempts: [], ...more };
}

function listed(id: string): RunListItem {
  return { id, ...COMMON, env: { id: "env_1", name: "dev" } };
}

describe("runs.retrieve", () => {
  test("takes an id or a handle and gives dates as Dates", async () => {
    const parent = { ...run("run_0"), startedAt: "2026-01-02T03:04:05.500Z" };
    server.answer({
      body: run("run_1", {
        finishedAt: "2026-01-02T03:04:07.000Z",
        output: { at: "2026-01-02T03:04:05.000Z" },
        relatedRuns: { parent },
      }),
    });
    const handle = { id: "run_1", taskIdentifier: "greet", publicAccessToken: "" };
    const retrieved = await runs.retrieve(handle);
    expect(server.requests[0]).toMatchObject({ method: "GET", path: "/api/v3/runs/run_1" });
    expect(retrieved).toMatchObject({
      id: "run_1",
      createdAt: new Date("2026-01-02T03:04:05.000Z"),
      finishedAt: new Date("2026-01-02T03:04:07.000Z"),
      output: { at: "2026-01-02T03:04:05.000Z" },
      relatedRuns: { parent: { id: "run_0", startedAt: new Date("2026-01-02T03:04:05.500Z") } },
    });
    expect(retrieved).not.toHaveProperty("startedAt");
  });

  test("of an unknown run throws NotFoundError, and of nonsense says so", async () => {
    server.answer({ status: 404, body: { error: "Run not found" } });
    await expect(runs.retrieve("run_x")).rejects.toBeInstanceOf(NotFoundError);
    server.answer({ body: { hello: "world" } });
    await expect(runs.retrieve("run_x")).rejects.toThrow("not a run");
  });
});

describe("runs.list", () => {
  test("sends the filters in their wire form", async () => {
    server.answer({ body: { data: [], pagination: {} } });
    await runs.list({
      status: ["FAILED", "CRASHED"],
      taskIdentifier: "greet",
      tag: ["a", "b"],
      from: new Date(5),
      to: "1970-01-01T00:00:01.000Z",
      period: "7d",
      isTest: false,
      queue: [
        { type: "task", name: "greet" },
        { type: "custom", name: "mails" },
      ],
      limit: 10,
      after: "cursor",
    });
    expect(server.requests[0]?.path).toBe("/api/v1/runs");
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      "page[size]": "10",
      "page[after]": "cursor",
      "filter[status]": "FAILED,CRASHED",
      "filter[taskIdentifier]": "greet",
      "filter[tag]": "a,b",
      "filter[createdAt][from]": "5",
      "filter[createdAt][to]": "1000",
      "filter[createdAt][period]": "7d",
      "filter[isTest]": "false",
      "filter[queue]": "task/greet,mails",
    });
  });

  test("pages forward and back by cursor, keeping the filters", async () => {
    server.answer(
      { body: { data: [listed("run_3")], pagination: { next: "c1" } } },
      { body: { data: [listed("run_2")], pagination: { previous: "c0" } } },
      { body: { data: [listed("run_3")], pagination: { next: "c1" } } },
    );
    const first = await runs.list({ status: "QUEUED", limit: 1 });
    expect(first.data[0]?.createdAt).toEqual(new Date(COMMON.createdAt));
    expect([first.hasNextPage(), first.hasPreviousPage()]).toEqual([true, false]);
    const second = await first.getNextPage();
    expect([second.hasNextPage(), second.hasPreviousPage()]).toEqual([false, true]);
    expect(() => second.getNextPage()).toThrow("hasNextPage");
    expect((await second.getPreviousPage()).data[0]?.id).toBe("run_3");
    expect(() => first.getPreviousPage()).toThrow("hasPreviousPage");
    expect(server.requests.map(({ query }) => query.toString())).toEqual([
      "page%5Bsize%5D=1&filter%5Bstatus%5D=QUEUED",
      "page%5Bsize%5D=1&page%5Bafter%5D=c1&filter%5Bstatus%5D=QUEUED",
      "page%5Bsize%5D=1&page%5Bbefore%5D=c0&filter%5Bstatus%5D=QUEUED",
    ]);
  });

  test("is iterated over all pages, and asks for no page that is not needed", async () => {
    server.answer(
      { body: { data: [listed("run_4"), listed("run_3")], pagination: { next: "c1" } } },
      { body: { data: [listed("run_2")], pagination: { next: "c2" } } },
      { body: { data: [listed("run_1")], pagination: {} } },
    );
    const ids: string[] = [];
    for await (const { id } of runs.list()) {
      ids.push(id);
      if (id === "run_2") break;
    }
    expect(ids).toEqual(["run_4", "run_3", "run_2"]);
    expect(server.requests).toHaveLength(2);
  });
});

test("runs.cancel and runs.replay post an empty body", async () => {
  expect(await runs.cancel("run_1")).toEqual({ id: "run_1" });
  server.answer({ body: { id: "run_2" } });
  expect(await runs.replay("run_1")).toEqual({ id: "run_2" });
  expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
    ["POST", "/api/v2/runs/run_1/cancel", ""],
    ["POST", "/api/v1/runs/run_1/replay", ""],
  ]);
});

describe("runs.poll", () => {
  test("asks until the run is over", async () => {
    const done = run("run_1", { status: "EXPIRED", isCompleted: true });
    server.answer({ body: run("run_1") }, { body: run("run_1") }, { body: done });
    expect(await runs.poll("run_1", { pollIntervalMs: 1 })).toMatchObject({ status: "EXPIRED" });
    expect(server.requests).toHaveLength(3);
  });

  test("gives up after 500 questions", async () => {
    server.answer(...Array.from({ length: 501 }, () => ({ body: run("run_1") })));
    await expect(runs.poll("run_1", { pollIntervalMs: 0 })).rejects.toThrow("500 polls");
    expect(server.requests).toHaveLength(500);
  });
});
