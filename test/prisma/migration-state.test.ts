import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readMigrationState } from "#prisma/migration-state.ts";
import { useDatabase } from "#test/support/database.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";

const database = useDatabase();

it("finds a migrated database up to date", async () => {
  const state = await readMigrationState(database.db.pool);
  expect(state).toMatchObject({ pending: [], unknown: [], failed: [] });
  expect(state.applied).toBeGreaterThan(0);
});

it("tells what is missing, what a newer version brought, and what did not end", async () => {
  const { pool } = database.db;
  const folder = await temporaryFolder();
  await mkdir(join(folder, "20990101000000_later"));
  await pool.query(`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
    VALUES ('1', '', '20990101000000_later', now(), 0)`);
  const state = await readMigrationState(pool, folder);
  expect(state.pending).toEqual(["20990101000000_later"]);
  expect(state.failed).toEqual(["20990101000000_later"]);
  expect(state.unknown.length).toBe(state.applied);
});
