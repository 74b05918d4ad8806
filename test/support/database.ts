import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { asNew, createClone, dropClone, newClone, type TestClone } from "./database-clone.ts";
import { until } from "./until.ts";

/** Of the files before, in the same process: like new, and at hand at once. */
const spare: TestClone[] = [];

/** A database of this test file's own, with the product's tables and nothing in them. */
export function useDatabase(): { readonly db: Database; readonly url: string } {
  const clone = spare.pop() ?? newClone(inject("templateUrl"));
  let db: Database | undefined;

  beforeAll(async () => {
    await createClone(clone);
    db = openDatabase(clone.url, { maxConnections: 10 });
  });
  afterAll(async () => {
    await db?.close();
    // Waits while a connection is open: a leaked one fails the test file. Those of a killed process linger.
    const isAsNew = await until("the database to be left by all", () => asNew(clone));
    if (isAsNew === "as new") spare.push(clone);
    else await dropClone(clone);
  });
  return {
    url: clone.url,
    get db() {
      if (!db) throw new Error("The database is there once beforeAll has run.");
      return db;
    },
  };
}
