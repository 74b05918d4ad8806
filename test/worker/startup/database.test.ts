import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startDatabase } from "#worker/startup/database.ts";
import type { Settings } from "#worker/startup/settings.ts";

const database = useDatabase();
const secrets = { encryptionKey: "", authSecret: "", databasePassword: "" };

function settings(databaseUrl: string): Settings {
  const nowhere = "/nonexistent";
  return { port: 1, host: "", url: "", databaseUrl, directory: nowhere, root: nowhere };
}

/** An empty database of this test's own. */
async function emptyDatabase(): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await database.db.pool.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  onTestFinished(async () => {
    await database.db.pool.query(`DROP DATABASE ${name}`);
  });
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

describe("startDatabase", () => {
  it("migrates the database that it is given, once, and leaves it running", async () => {
    const url = await emptyDatabase();
    const started = await startDatabase(settings(url), secrets);
    expect(started).toMatchObject({ url, isEmbedded: false });
    await started.stop();
    await startDatabase(settings(url), secrets);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query(
        "SELECT to_regclass('run') IS NOT NULL AS run, to_regclass('graphile_worker._private_jobs') IS NOT NULL AS jobs",
      );
      expect(rows).toEqual([{ run: true, jobs: true }]);
    } finally {
      await client.end();
    }
  });

  it("says that the database does not answer, and why", async () => {
    const url = new URL(database.url);
    url.pathname = "/no_such_database";
    await expect(startDatabase(settings(url.href), secrets)).rejects.toThrow(
      /^The database of DATABASE_URL does not answer: .*no_such_database/,
    );
  });
});
