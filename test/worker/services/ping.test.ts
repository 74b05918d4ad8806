import { once } from "node:events";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { type SilentProxy, startSilentProxy } from "#test/support/silent-proxy.ts";
import { until } from "#test/support/until.ts";
import { pingWhileOpen } from "#worker/services/ping.ts";

const database = useDatabase();
let proxy: SilentProxy | undefined;

afterEach(async () => {
  await proxy?.close();
});

describe("pingWhileOpen", () => {
  it("ends a connection that does not answer any more, and leaves one alone that does", async () => {
    proxy = await startSilentProxy(database.url);
    const client = new pg.Client({ connectionString: proxy.url });
    client.on("error", () => {});
    await client.connect();
    let isOpen = true;
    const ended = once(client, "end").then(() => {
      isOpen = false;
    });
    pingWhileOpen(client, { everyMs: 20, answerMs: 100 });
    await until("some pings", async () => {
      const { rows } = await database.db.pool.query<{ count: number }>(
        "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT 1' AND state_change > backend_start + interval '300 milliseconds'",
      );
      return rows[0]?.count === 1;
    });
    expect(isOpen).toBe(true);
    proxy.silenceThoseThere();
    await ended;
  });
});
