import { describe, expect, it } from "vitest";
import { POST as pauseEnvironment } from "#app/api/v1/environment/pause/route.ts";
import { GET as getEnvironment } from "#app/api/v1/environment/route.ts";
import { POST as override } from "#app/api/v1/queues/[queue]/concurrency/override/route.ts";
import { POST as reset } from "#app/api/v1/queues/[queue]/concurrency/reset/route.ts";
import { POST as pause } from "#app/api/v1/queues/[queue]/pause/route.ts";
import { GET as get } from "#app/api/v1/queues/[queue]/route.ts";
import { GET as list } from "#app/api/v1/queues/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { type Call, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

/** Without the check for nulls: the contract wants them in a queue. */
async function send(route: typeof get, { params, ...given }: Call) {
  const response = await route(toRequest(given), { params: Promise.resolve(params) });
  const json: unknown = await response.json();
  return { status: response.status, json };
}

async function prepare(): Promise<string> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }, { id: "mail", queue: { name: "mail/out" } }]);
  return workspace.secretKey;
}

/** As the router hands it over, which has not decoded it: the slash was encoded twice. */
const mailOut = { queue: "mail%252Fout" };

describe("the API of queues", () => {
  it("lists them in pages", async () => {
    const key = await prepare();
    const answer = await send(list, { key, method: "GET", query: { page: "1", perPage: "1" } });
    expect(answer.json).toMatchObject({
      data: [{ name: "mail/out", type: "custom", concurrencyLimit: null }],
      pagination: { currentPage: 1, totalPages: 2, count: 2 },
    });
    const wrong = await send(list, { key, method: "GET", query: { page: "0" } });
    expect(wrong.status).toBe(400);
  });

  it("gets one by its task, its name with a slash, or its id", async () => {
    const key = await prepare();
    const byTask = { key, method: "GET", params: { queue: "hello" }, query: { type: "task" } };
    const task = await send(get, byTask);
    expect(task.json).toMatchObject({ name: "hello", type: "task" });
    const byName = { key, method: "GET", params: mailOut, query: { type: "custom" } };
    const named = await send(get, byName);
    expect(named.json).toMatchObject({ name: "mail/out", type: "custom" });
    const id = String(Reflect.get(Object(named.json), "id"));
    const byId = await send(get, { key, method: "GET", params: { queue: id } });
    expect(byId.json).toEqual(named.json);
    const unknown = await send(get, { key, method: "GET", params: { queue: "queue_1" } });
    expect(unknown.status).toBe(404);
  });

  it("pauses and resumes", async () => {
    const key = await prepare();
    const body = { type: "custom", action: "pause" };
    const paused = await send(pause, { key, params: mailOut, body });
    expect(paused.json).toMatchObject({ name: "mail/out", paused: true });
    const resumed = await send(pause, {
      key,
      params: mailOut,
      body: { ...body, action: "resume" },
    });
    expect(resumed.json).toMatchObject({ paused: false });
    const wrong = await send(pause, { key, params: mailOut, body: { ...body, action: "stop" } });
    expect(wrong.status).toBe(400);
  });

  it("overrides and resets a limit", async () => {
    const key = await prepare();
    const call = { key, params: { queue: "hello" } };
    const body = { type: "task", concurrencyLimit: 5 };
    const overridden = await send(override, { ...call, body });
    expect(overridden.json).toMatchObject({ concurrencyLimit: 5, concurrency: { override: 5 } });
    const restored = await send(reset, { ...call, body: { type: "task" } });
    expect(restored.json).toMatchObject({
      concurrencyLimit: null,
      concurrency: { override: null },
    });
    for (const concurrencyLimit of [-1, 100_001, 1.5, "5", undefined]) {
      const wrong = await send(override, { ...call, body: { type: "task", concurrencyLimit } });
      expect(wrong.status).toBe(400);
    }
  });

  it("pauses and resumes the environment", async () => {
    const key = await prepare();
    const paused = await send(pauseEnvironment, { key, body: { action: "pause" } });
    expect(paused.json).toMatchObject({ paused: true, concurrencyLimit: 100 });
    expect((await send(getEnvironment, { key, method: "GET" })).json).toEqual(paused.json);
    const resumed = await send(pauseEnvironment, { key, body: { action: "resume" } });
    expect(resumed.json).toMatchObject({ paused: false });
  });
});
