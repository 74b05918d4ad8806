import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { asNew, createClone, dropClone, newClone, type TestClone } from "./database-clone.ts";
import { until } from "./until.ts";

interface Kept {
  clone: TestClone;
  /** Open still: its connections know the tables, and Prisma its queries. */
  db: Database;
}

/** Of the files before, in the same process: like new, and at hand at once. */
const spare: Kept[] = [];

/** A database of this test file's own, with the product's tables and nothing in them. */
export function useDatabase(): { readonly db: Database; readonly url: string } {
  const kept = spare.pop();
  const clone = kept?.clone ?? newClone(inject("templateUrl"));
  let db: Database | undefined;

  beforeAll(async () => {
    await createClone(clone);
    // Another object: what the product remembers of a database, it would remember of that of the file before.
    db = { ...(kept?.db ?? openDatabase(clone.url, { maxConnections: 10 })) };
  });
  afterAll(async () => {
    if (!db) return;
    const left = db;
    // Waits while a connection is open: a leaked one fails the test file. Those of a killed process linger.
    const state = await until("the database to be left by all", () => asNew(clone, left));
    if (state === "as new") return void spare.push({ clone, db: left });
    await left.close();
    await dropClone(clone);
  });
  return {
    url: clone.url,
    get db() {
      if (!db) throw new Error("The database is there once beforeAll has run.");
      return db;
    },
  };
}
