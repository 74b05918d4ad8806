import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { type EmbeddedDatabase, startEmbedded } from "#prisma/embedded.ts";
import { applyMigrations } from "#prisma/migrate.ts";

/** An embedded Postgres with the settings people run, disk flushes included, gone afterwards. */
export async function temporaryBenchDatabase(): Promise<EmbeddedDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const database = await startEmbedded({ directory, password: "bench" });
  await applyMigrations(database.url);
  await runMigrations({ connectionString: database.url });
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
