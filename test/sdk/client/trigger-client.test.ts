import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { configure, TriggerClient, task, tasks } from "#sdk/index.ts";
import { runTask } from "#sdk/testing/index.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
let other: ApiServer;
beforeAll(async () => {
  [server, other] = await Promise.all([startApiServer(), startApiServer()]);
});
beforeEach(() => {
  server.reset();
  other.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const said = ({ requests }: ApiServer) =>
  requests.map(({ path, headers }) => `${path} ${headers.authorization}`);

test("clients have a server and a key each, which configure() does not reach", async () => {
  const a = new TriggerClient({ baseURL: other.url, secretKey: "a" });
  const b = new TriggerClient({ baseURL: other.url, accessToken: "b" });
  await Promise.all([
    a.tasks.trigger("hello", {}),
    b.runs.cancel("run_1"),
    tasks.trigger("hello", {}),
    a.runs.bulk.abort("bulk_1"),
  ]);
  expect(said(other).sort()).toEqual([
    "/api/v1/bulk-actions/bulk_1/abort Bearer a",
    "/api/v1/tasks/hello/trigger Bearer a",
    "/api/v2/runs/run_1/cancel Bearer b",
  ]);
  expect(said(server)).toEqual(["/api/v1/tasks/hello/trigger Bearer tr_dev_key"]);
});

test("a client takes what it is not told from the environment's variables", async () => {
  vi.stubEnv("TRIGGER_SECRET_KEY", "of the variable");
  const client = new TriggerClient({ baseURL: other.url });
  await client.runs.cancel("run_1");
  expect(said(other)).toEqual(["/api/v2/runs/run_1/cancel Bearer of the variable"]);
});

test("what it lists is asked of its own server, page after page", async () => {
  const client = new TriggerClient({ baseURL: other.url, secretKey: "a" });
  const empty = { data: [], pagination: {} };
  other.answer({ body: { data: [], pagination: { next: "run_9" } } }, { body: empty });
  for await (const run of client.runs.list()) expect(run).toBeUndefined();
  other.answer({ body: { ...empty, pagination: { currentPage: 1, totalPages: 1, count: 0 } } });
  await client.queues.list();
  expect(said(other)).toEqual([
    "/api/v1/runs Bearer a",
    "/api/v1/runs Bearer a",
    "/api/v1/queues Bearer a",
  ]);
});

test("inside a run it triggers no children, unless it is told to", async () => {
  const caller = task({
    id: "caller-of-others",
    run: async () => {
      const stranger = new TriggerClient({ secretKey: "a" });
      await stranger.tasks.trigger("hello", 1);
      const relative = new TriggerClient({ secretKey: "a", inheritContext: true });
      await relative.tasks.trigger("hello", 2);
    },
  });
  const parents: unknown[] = [];
  const run = await runTask(caller, undefined, {
    onRequest: ({ body }) => {
      parents.push(Reflect.get(Object(Reflect.get(Object(body), "options")), "parentRunId"));
      return undefined;
    },
  });
  expect(run.ok).toBe(true);
  expect(parents).toEqual([undefined, run.id]);
  expect(server.requests).toEqual([]);
});
