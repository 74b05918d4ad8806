import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auth, configure, runs } from "#sdk/index.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({
    baseURL: server.url,
    secretKey: "tr_dev_key",
    requestOptions: { retry: { maxAttempts: 1 } },
  });
});

test("createPublicToken asks for what the scopes say, until the time", async () => {
  server.answer({ body: { token: "ey.1" } }, { body: { token: "ey.2" } });
  const scopes = {
    read: { runs: true as const, tags: "a", batch: undefined },
    write: { waitpoints: ["w1", "w2"] },
    trigger: { tasks: "hello" },
  };
  expect(await auth.createPublicToken({ scopes })).toBe("ey.1");
  const expirationTime = new Date("2030-01-01T00:00:00.500Z");
  await auth.createPublicToken({ scopes: { read: { runs: ["run_1"] } }, expirationTime });
  expect(server.requests.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
    [
      "/api/v1/auth/public-tokens",
      {
        scopes: [
          "read:runs",
          "read:tags:a",
          "write:waitpoints:w1",
          "write:waitpoints:w2",
          "trigger:tasks:hello",
        ],
      },
    ],
    ["/api/v1/auth/public-tokens", { scopes: ["read:runs:run_1"], expirationTime: 1893456000 }],
  ]);
});

test("createPublicToken says what was refused", async () => {
  server.answer(
    { status: 403, body: { error: "This key does not have read:runs itself." } },
    { body: {} },
  );
  const refused = auth.createPublicToken({ scopes: { read: { runs: true } } });
  await expect(refused).rejects.toMatchObject({ status: 403 });
  await expect(auth.createPublicToken({ scopes: {} })).rejects.toThrow("no token");
});

test("tokens to trigger with work once, unless they are said to work more often", async () => {
  server.answer(...Array.from({ length: 3 }, () => ({ body: { token: "ey" } })));
  await auth.createTriggerPublicToken("hello");
  const limits = { expirationTime: "1h", realtime: { skipColumns: ["payload"] } };
  await auth.createTriggerPublicToken(["a", "b"], { multipleUse: true, ...limits });
  await auth.createBatchTriggerPublicToken("hello");
  expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
    { scopes: ["trigger:tasks:hello"], oneTimeUse: true },
    { scopes: ["trigger:tasks:a", "trigger:tasks:b"], oneTimeUse: false, ...limits },
    { scopes: ["batchTrigger:tasks:hello"], oneTimeUse: true },
  ]);
});

describe("a call made with another token", () => {
  const used = () => server.requests.map(({ headers }) => headers.authorization);

  test("is everything that the function calls, and nothing beside it", async () => {
    const inside = auth.withAuth({ accessToken: "inner" }, async () => {
      await Promise.resolve();
      const { id } = await runs.cancel("run_1");
      await auth.withAuth({ secretKey: "innermost" }, () => runs.cancel("run_1"));
      await auth.withAuth({ requestOptions: {} }, () => runs.cancel("run_1"));
      return id;
    });
    const beside = runs.cancel("run_2");
    expect(await inside).toBe("run_1");
    await beside;
    expect(used().sort()).toEqual([
      "Bearer inner",
      "Bearer inner",
      "Bearer innermost",
      "Bearer tr_dev_key",
    ]);
  });

  test("may be made with a new public token of each kind", async () => {
    const ask = () => runs.cancel("run_1");
    for (const token of ["one", "two", "three"]) server.answer({ body: { token } }, {});
    await auth.withPublicToken({ scopes: { write: { runs: "run_1" } } }, ask);
    await auth.withTriggerPublicToken("hello", {}, ask);
    await auth.withBatchTriggerPublicToken("hello", { multipleUse: true }, ask);
    const key = "Bearer tr_dev_key";
    expect(used()).toEqual([key, "Bearer one", key, "Bearer two", key, "Bearer three"]);
  });

  test("reaches later pages of a list, and what is followed", async () => {
    const page = { data: [], pagination: { next: "run_9" } };
    server.answer({ body: page }, { body: { data: [], pagination: {} } });
    const list = await auth.withAuth({ accessToken: "inner" }, () => runs.list());
    await list.getNextPage();
    const followed = await auth.withAuth({ accessToken: "inner" }, () => ({
      run: runs.subscribeToRun("run_1"),
    }));
    server.answer({ status: 404, body: { error: "no run" } });
    await expect(followed.run[Symbol.asyncIterator]().next()).rejects.toThrow("no run");
    server.answer({ status: 404, body: { error: "no run" } });
    const merged = followed.run.withStreams()[Symbol.asyncIterator]();
    await expect(merged.next()).rejects.toThrow("no run");
    expect(used()).toEqual(Array.from({ length: 4 }, () => "Bearer inner"));
  });
});
