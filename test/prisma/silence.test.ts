import { afterEach, describe, expect, it } from "vitest";
import { isDatabaseAway } from "#app/_lib/database-away.ts";
import { type Database, type DatabaseOptions, openDatabase } from "#prisma/client.ts";
import { useDatabase } from "#test/support/database.ts";
import { type SilentProxy, startSilentProxy } from "#test/support/silent-proxy.ts";
import { until } from "#test/support/until.ts";

const database = useDatabase();
/** A tenth of what it is by itself. */
const silentMs = 400;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openThroughProxy(
  options: Pick<DatabaseOptions, "isImpatient" | "silentMs"> = {},
): Promise<{ db: Database; proxy: SilentProxy; errors: string[] }> {
  const proxy = await startSilentProxy(database.url);
  cleanups.push(proxy.close);
  const errors: string[] = [];
  const onError = (error: Error) => errors.push(error.message);
  const db = openDatabase(proxy.url, { silentMs, ...options, maxConnections: 3, onError });
  cleanups.push(db.close);
  return { db, proxy, errors };
}

describe("a connection that has gone silent", () => {
  it("ends the query that waits on it, at both ends, and with it those that are idle", async () => {
    const { db, proxy, errors } = await openThroughProxy();
    const client = await db.pool.connect();
    await Promise.all([db.pool.query("SELECT 1"), db.pool.query("SELECT 1")]);
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(1)");
    proxy.silenceThoseThere();
    await expect(client.query("SELECT 2")).rejects.toThrow(/silent/);
    client.release(true);
    expect(errors.join()).toMatch(/1 connections to the database had gone silent/);
    await until("the lock to be free", async () => {
      const { rows } = await db.pool.query("SELECT pg_try_advisory_xact_lock(1) AS free");
      return rows[0]?.free;
    });
  });

  it("is told from a slow query, which has its time", async () => {
    const { db, errors } = await openThroughProxy();
    const { rows } = await db.pool.query("SELECT pg_sleep(1.2)::text AS slept");
    expect(rows).toEqual([{ slept: "" }]);
    expect(errors).toEqual([]);
  });

  it("is told from one that works for long without waiting for anything", async () => {
    const errors: string[] = [];
    const db = openDatabase(database.url, {
      // What the server does not know is given up after thirty looks, which are over long before.
      silentMs: 80,
      onError: (error) => errors.push(error.message),
    });
    cleanups.push(db.close);
    await db.pool.query(`DO $$ DECLARE ends_at timestamptz := clock_timestamp() + interval '1.2 s'; BEGIN
      WHILE clock_timestamp() < ends_at LOOP END LOOP; END $$`);
    expect(errors).toEqual([]);
  });

  it("is told from an answer that is here, while this process stood still", async () => {
    const errors: string[] = [];
    const db = openDatabase(database.url, {
      silentMs,
      onError: (error) => errors.push(error.message),
    });
    cleanups.push(db.close);
    const answered = db.pool.query("SELECT 1 AS one FROM pg_sleep(0.2)");
    await db.pool.query("SELECT 1");
    for (const until = performance.now() + 1_000; performance.now() < until; );
    expect((await answered).rows).toEqual([{ one: 1 }]);
    expect((await db.pool.query("SELECT 2 AS two")).rows).toEqual([{ two: 2 }]);
    expect(errors).toEqual([]);
  });
});

describe("a server that has gone silent", () => {
  it("fails what somebody waits for, and works again when it is back", async () => {
    // Long enough for a busy machine to be heard before.
    const { db, proxy } = await openThroughProxy({ isImpatient: true, silentMs: 1_000 });
    const ask = () => [
      db.pool.query("SELECT 1"),
      db.prisma.run.count(),
      db.enginePool.query("SELECT 1"),
    ];
    await Promise.all(ask());
    proxy.silenceAll();
    const failures = await Promise.all(
      ask().map((query) =>
        query.then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    expect(failures.map(isDatabaseAway)).toEqual([true, true, true]);
    await proxy.heal();
    await until("the database", () =>
      Promise.all(ask()).then(
        () => true,
        () => false,
      ),
    );
  });
});
