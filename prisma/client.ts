import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/** The one door to the database. Prisma for what is read and edited by people, the pools for hot and locking statements. */
export interface Database {
  url: string;
  prisma: PrismaClient;
  pool: pg.Pool;
  /**
   * Commits without waiting for the disk (`synchronous_commit = off`): for logs, spans, and admitted
   * runs with their jobs, which a crash of the database may cost their last half second. Never for
   * what somebody was told, or for what was done because of it.
   */
  relaxedPool: pg.Pool;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of `pool`; Prisma shares them. */
  maxConnections?: number;
  onError?: (error: Error) => void;
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const onError = options.onError ?? (() => {});
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: "pawl",
    keepAlive: true,
  });
  const relaxedPool = new pg.Pool({
    connectionString: url,
    max: 8,
    application_name: "pawl-relaxed",
    keepAlive: true,
    options: "-c synchronous_commit=off",
  });
  // An idle connection that breaks (a restart of Postgres) is replaced by the pool; without a
  // listener the error would end the process.
  for (const each of [pool, relaxedPool]) {
    each.on("error", onError);
    each.on("connect", (client) => client.on("error", onError));
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    url,
    prisma,
    pool,
    relaxedPool,
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([pool.end(), relaxedPool.end()]);
    },
  };
}
