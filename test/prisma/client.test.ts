import { describe, expect, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";

const database = useDatabase();

async function setting(pool: typeof database.db.pool, name: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ value: string }>("SELECT current_setting($1) AS value", [
    name,
  ]);
  return rows[0]?.value;
}

describe("openDatabase", () => {
  it("waits for the disk where state is written, and not for logs", async () => {
    // The database of the tests does not wait by itself; one of an installation does.
    const name = new URL(database.url).pathname.slice(1);
    await database.db.pool.query(`ALTER DATABASE ${name} SET synchronous_commit = on`);
    const db = openDatabase(database.url);
    try {
      expect(await setting(db.pool, "synchronous_commit")).toBe("on");
      expect(await setting(db.enginePool, "synchronous_commit")).toBe("on");
      expect(await setting(db.relaxedPool, "synchronous_commit")).toBe("off");
    } finally {
      await db.close();
    }
  });

  it("plans once what every run goes through, and what people ask for each time", async () => {
    const { pool, enginePool, relaxedPool } = database.db;
    expect(await setting(pool, "plan_cache_mode")).toBe("auto");
    expect(await setting(enginePool, "plan_cache_mode")).toBe("force_generic_plan");
    expect(await setting(relaxedPool, "plan_cache_mode")).toBe("force_generic_plan");
  });

  it("goes on when Postgres ends an idle connection, and reports it", async () => {
    const errors: Error[] = [];
    const db = openDatabase(database.url, {
      maxConnections: 1,
      onError: (error) => errors.push(error),
    });
    try {
      const { rows } = await db.pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await database.db.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
      await until("the report", () => errors.length > 0);
      expect(await db.prisma.run.count()).toBe(0);
    } finally {
      await db.close();
    }
  });

  it("leaves no connection open when it is closed", async () => {
    const db = openDatabase(database.url);
    await Promise.all([
      db.prisma.run.count(),
      db.pool.query("SELECT 1"),
      db.enginePool.query("SELECT 1"),
      db.relaxedPool.query("SELECT 1"),
    ]);
    await db.close();
    const pools = [db.pool, db.enginePool, db.relaxedPool];
    expect(pools.map((pool) => pool.totalCount)).toEqual([0, 0, 0]);
  });
});
