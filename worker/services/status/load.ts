import { statfs } from "node:fs/promises";
import { readMigrationState } from "#prisma/migration-state.ts";
import type { Disk, StatusFacts, WorkerFacts } from "#worker/domain/status-machines.ts";
import manifest from "../../../package.json" with { type: "json" };
import type { EnvironmentContext } from "../context.ts";
import { presentProof } from "./present.ts";
import { findProbePlace } from "./probe-place.ts";
import type { WorkerStatusRow } from "./sql.ts";
import { findDataDirectory, readDatabase, readNewestProbe, readWorkers } from "./sql.ts";

const MEGABYTE = 1024 ** 2;

/** Everything that is to be known of this installation at this moment, from where this process stands. */
export async function loadStatusFacts(ctx: EnvironmentContext): Promise<StatusFacts> {
  const { pool, prisma } = ctx.db;
  const { database, clockAheadMs } = await lookAtDatabase(ctx);
  const [migrations, workers, place, environment, deployment] = await Promise.all([
    readMigrationState(pool),
    readWorkers(pool),
    findProbePlace(ctx),
    prisma.environment.findUniqueOrThrow({ where: { id: ctx.environment.id } }),
    prisma.deployment.findFirst({
      where: { environmentId: ctx.environment.id, isCurrent: true },
      select: { version: true },
    }),
  ]);
  const { slug, pausedAt, pausedBy, concurrencyLimit } = environment;
  const { version: nodeVersion, pid } = process;
  return {
    now: database.now,
    environment: { slug, pausedAt, pausedBy, concurrencyLimit },
    deployment: deployment ?? undefined,
    database: {
      version: database.version,
      answeredInMs: database.answeredInMs,
      isReadOnly: database.isReadOnly,
      connections: { used: database.used, max: database.max },
      sizeBytes: database.sizeBytes,
      disk: await findDatabaseDisk(ctx),
    },
    migrations,
    web: { version: manifest.version, nodeVersion, pid, clockAheadMs },
    workers: workers.map(toWorker),
    proof: place ? presentProof(await readNewestProbe(pool, place.environment.id)) : undefined,
  };
}

/** The middle of the round trip is when the database looked at its clock. */
async function lookAtDatabase(ctx: EnvironmentContext) {
  // The machine's own clock: what the context goes by is corrected already.
  const sentAt = Date.now();
  const since = performance.now();
  const database = await readDatabase(ctx.db.pool);
  const answeredInMs = performance.now() - since;
  const clockAheadMs = Math.round(sentAt + answeredInMs / 2 - database.now.getTime());
  return { database: { ...database, answeredInMs }, clockAheadMs };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]", ""]);

/** Its files are on this machine if it is reached without a network, and then only if we may look. */
async function findDatabaseDisk({ db }: EnvironmentContext): Promise<Disk | undefined> {
  if (!LOOPBACK.has(new URL(db.url).hostname)) return undefined;
  const folder = await findDataDirectory(db.pool);
  if (!folder) return undefined;
  const disk = await statfs(folder).catch(() => undefined);
  return disk && { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize };
}

function toWorker(row: WorkerStatusRow): WorkerFacts {
  const { host, pid, version, heartbeatAt, slots, executing, clockAheadMs } = row;
  return {
    ...{ host, pid, version, heartbeatAt, slots, executing, clockAheadMs },
    state: stateOf(row),
    disk:
      row.diskFreeMb === null || row.diskTotalMb === null
        ? undefined
        : { freeBytes: row.diskFreeMb * MEGABYTE, totalBytes: row.diskTotalMb * MEGABYTE },
  };
}

function stateOf({ stoppedAt, isSilent, drainingAt }: WorkerStatusRow): WorkerFacts["state"] {
  if (stoppedAt) return "STOPPED";
  if (isSilent) return "SILENT";
  return drainingAt ? "DRAINING" : "ONLINE";
}
