import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { startEmbedded } from "#prisma/embedded.ts";
import { applyMigrations } from "#prisma/migrate.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

export interface StartedDatabase {
  url: string;
  isEmbedded: boolean;
  stop: () => Promise<void>;
}

const OLDEST_VERSION = 14;

/** The database of this installation, running and with every migration applied. */
export async function startDatabase(
  settings: Settings,
  secrets: Secrets,
): Promise<StartedDatabase> {
  const database = settings.databaseUrl
    ? { url: settings.databaseUrl, isEmbedded: false, stop: async () => {} }
    : {
        ...(await startEmbedded({
          directory: join(settings.directory, "postgres"),
          password: secrets.databasePassword,
        })),
        isEmbedded: true,
      };
  try {
    if (!database.isEmbedded) await checkVersion(database.url);
    await applyMigrations(database.url);
    await migrateJobs(database.url);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function checkVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database of DATABASE_URL does not answer: ${reason}`);
  }
  try {
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST_VERSION) {
      throw new Error(
        `DATABASE_URL is PostgreSQL ${version}; Pawl needs ${OLDEST_VERSION} or newer.`,
      );
    }
  } finally {
    await client.end();
  }
}

/** graphile-worker's own tables, before anything adds a job. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url });
}
