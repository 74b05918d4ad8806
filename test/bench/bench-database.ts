import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { startEmbedded } from "#prisma/embedded.ts";
import { applyMigrations } from "#prisma/migrate.ts";

export interface BenchDatabase {
  url: string;
  /** Another empty one in the same server. */
  another: (name: string) => Promise<string>;
  stop: () => Promise<void>;
}

/** An embedded Postgres with the settings people run, disk flushes included, gone afterwards. */
export async function temporaryBenchDatabase(): Promise<BenchDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const database = await startEmbedded({ directory, password: "bench" });
  await prepare(database.url);
  return {
    url: database.url,
    another: async (name) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      await client.end();
      const url = new URL(database.url);
      url.pathname = `/${name}`;
      await prepare(url.href);
      return url.href;
    },
    stop: async () => {
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function prepare(url: string): Promise<void> {
  await applyMigrations(url);
  await runMigrations({ connectionString: url });
}
