import { afterAll, beforeAll, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { type SilentProxy, startSilentProxy } from "#test/support/silent-proxy.ts";
import { isServerDirect } from "#worker/services/workers/is-direct.ts";

const database = useDatabase();
let proxy: SilentProxy;
beforeAll(async () => {
  proxy = await startSilentProxy(database.url);
});
afterAll(() => proxy.close());

it("tells the server's own address from one that leads to it", async () => {
  const { pool } = database.db;
  expect(await isServerDirect(pool, database.url)).toBe(true);
  expect(await isServerDirect(pool, proxy.url)).toBe(false);
  // Of a name, any of its addresses.
  const { port, pathname, username, password } = new URL(database.url);
  const named = `postgres://${username}:${password}@localhost:${port}${pathname}`;
  expect(await isServerDirect(pool, named)).toBe(true);
  expect(await isServerDirect(pool, "postgres://u@192.0.2.1:5432/d")).toBe(false);
  expect(await isServerDirect(pool, "postgres:///d?host=/var/run/postgresql")).toBe(true);
});
