import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";

export interface MigrationState {
  applied: number;
  /** Of this version, and not in the database. */
  pending: string[];
  /** In the database, and not of this version: a newer one has migrated it. */
  unknown: string[];
  /** Begun, and neither ended nor taken back. */
  failed: string[];
}

/** Compares what this version brings with what the database has. Processes start in the project's root. */
export async function readMigrationState(
  pool: Pick<pg.Pool, "query">,
  folder = join(process.cwd(), "prisma/migrations"),
): Promise<MigrationState> {
  // Not looked at by the build, which would trace the whole folder of the installation for it.
  const entries = await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true });
  const known = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const { rows } = await pool.query<{ name: string; isDone: boolean }>(`
    SELECT migration_name AS name, finished_at IS NOT NULL AS "isDone"
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`);
  const applied = new Set(rows.filter(({ isDone }) => isDone).map(({ name }) => name));
  const names = new Set(known);
  return {
    applied: applied.size,
    pending: known.filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !names.has(name)),
    failed: rows
      .filter(({ isDone, name }) => !isDone && !applied.has(name))
      .map(({ name }) => name),
  };
}
