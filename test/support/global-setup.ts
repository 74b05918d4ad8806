import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import type { TestProject } from "vitest/node";
import { temporaryDatabase } from "#prisma/embedded.ts";
import { applyMigrations } from "#prisma/migrate.ts";
import { buildSdk } from "../../sdk/build.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database that nobody connects to; test files clone it. */
    templateUrl: string;
    /** Removed when the run ends. */
    temporaryDirectory: string;
  }
}

/** The built SDK, with which tasks are bundled, and one real Postgres for the whole run, with one migrated template database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildSdk();
  const database = await temporaryDatabase();
  const temporaryDirectory = await mkdtemp(join(tmpdir(), "pawl-test-"));
  await applyMigrations(database.url);
  await runMigrations({ connectionString: database.url });
  project.provide("templateUrl", database.url);
  project.provide("temporaryDirectory", temporaryDirectory);
  return async () => {
    await database.stop();
    await rm(temporaryDirectory, { recursive: true, force: true });
  };
}
