import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyMigrations } from "#prisma/migrate.ts";
import { useDatabase } from "#test/support/database.ts";

const database = useDatabase();
const folder = resolve(import.meta.dirname, "../../prisma/migrations");
const all = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

async function emptyDatabase(): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await database.db.pool.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  onTestFinished(async () => {
    // Fails while a connection is open: nothing of a migration may stay behind.
    await database.db.pool.query(`DROP DATABASE ${name}`);
  });
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function applied(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

describe("applyMigrations", () => {
  it("applies every migration to an empty database, in order, and none a second time", async () => {
    const url = await emptyDatabase();
    expect(await applyMigrations(url)).toEqual(all);
    expect(await applied(url)).toEqual(all);
    expect(await applyMigrations(url)).toEqual([]);
  });

  it("applies each once when several start together", async () => {
    const url = await emptyDatabase();
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations(url)));
    expect(results.flat()).toEqual(all);
    expect(await applied(url)).toEqual(all);
  });

  it("says so when the database does not answer", async () => {
    const url = new URL(database.url);
    url.pathname = "/no_such_database";
    await expect(applyMigrations(url.href)).rejects.toThrow(/no_such_database/);
  });
});
