import { beforeAll, beforeEach, expect, test } from "vitest";
import { auth, configure } from "#sdk/index.ts";
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
