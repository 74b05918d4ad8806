import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { until } from "./until.ts";

/** A database of this test file's own, cloned from the template in a tenth of a second. */
export function useDatabase(): { readonly db: Database; readonly url: string } {
  const templateUrl = inject("templateUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(templateUrl);
  const template = url.pathname.slice(1);
  url.pathname = `/${name}`;
  let db: Database | undefined;

  beforeAll(async () => {
    await onMaintenance(templateUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
    db = openDatabase(url.href, { maxConnections: 10 });
  });
  afterAll(async () => {
    await db?.close();
    // Fails while a connection is open: a leaked one fails the test file. Those of a killed process linger.
    await until("the database to be left by all", () =>
      onMaintenance(templateUrl, `DROP DATABASE ${name}`).then(() => true, isInUse),
    );
  });
  return {
    url: url.href,
    get db() {
      if (!db) throw new Error("The database is there once beforeAll has run.");
      return db;
    },
  };
}

/** False: it may soon be left. */
function isInUse(error: unknown): false {
  if (error instanceof pg.DatabaseError && error.code === "55006") return false;
  throw error;
}

async function onMaintenance(templateUrl: string, sql: string): Promise<void> {
  const url = new URL(templateUrl);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
