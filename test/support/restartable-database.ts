import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { runMigrations } from "graphile-worker";
import { startEmbedded } from "#prisma/embedded.ts";
import { applyMigrations } from "#prisma/migrate.ts";
import { preparePostgresHome } from "#prisma/postgres-home.ts";

export interface RestartableDatabase {
  url: string;
  /** `fast` closes every connection; `immediate` is what a crash of the server is. */
  restart: (mode: "fast" | "immediate") => Promise<void>;
  /** Gone for a while, then back on the same port. */
  outage: (ms: number) => Promise<void>;
  stop: () => Promise<void>;
}

/** A Postgres of its own, so that a test may take it away from those who use it. */
export async function restartableDatabase(): Promise<RestartableDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-restart-"));
  const database = await startEmbedded({ directory, password: "test" });
  await applyMigrations(database.url);
  await runMigrations({ connectionString: database.url });
  const home = await preparePostgresHome(directory);
  const data = join(home.directory, "data");
  const control = (...parameters: string[]) =>
    promisify(execFile)(home.binaries.pg_ctl, [...parameters, "-D", data, "-w"], home.as);
  const port = new URL(database.url).port;
  const log = join(home.directory, "postgres.log");
  return {
    url: database.url,
    restart: async (mode) => {
      await control("restart", "-m", mode, "-l", log);
    },
    outage: async (ms) => {
      await control("stop", "-m", "fast");
      await new Promise((resolve) => setTimeout(resolve, ms));
      const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
      await control("start", "-l", log, "-o", options);
    },
    stop: async () => {
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
