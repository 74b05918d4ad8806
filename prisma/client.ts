import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { BoundedClient, connectionConfig } from "./connection.ts";
import { PrismaClient } from "./generated/client.ts";
import { watchForSilence } from "./silence.ts";

/** The one door to the database. Prisma for what is read and edited by people, the pools for hot and locking statements. */
export interface Database {
  url: string;
  prisma: PrismaClient;
  pool: pg.Pool;
  /**
   * For the statements that every run goes through. They are planned once per connection and not again for
   * each execution, which costs more than executing them; a connection lives for seconds, so that
   * a plan made for a small table does not stay when the table has grown.
   */
  enginePool: pg.Pool;
  /**
   * Commits without waiting for the disk (`synchronous_commit = off`): for logs, spans, and admitted
   * runs with their jobs, which a crash of the database may cost their last half second. Never for
   * what somebody was told, or for what was done because of it. Planned once, like those of `enginePool`.
   */
  relaxedPool: pg.Pool;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of `pool`; Prisma shares them. */
  maxConnections?: number;
  onError?: (error: Error) => void;
  /** A query without a byte of its answer for this long is asked about. */
  silentMs?: number;
  /**
   * For whom somebody waits: queries (after twice that time) and new connections fail when the server is there and
   * says nothing. Without it they wait until it is back, as a worker does, which would lose its runs.
   */
  isImpatient?: boolean;
}

const PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan";
const PLANS_LIVE_SECONDS = 15;
/** Less than a browser waits for an answer of the API. */
const IMPATIENT_CONNECT_MS = 6_000;

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const onError = options.onError ?? (() => {});
  const { isImpatient = false } = options;
  const connectMs = isImpatient ? IMPATIENT_CONNECT_MS : undefined;
  const silence = watchForSilence({
    url,
    isImpatient,
    ...(options.silentMs !== undefined && { silentMs: options.silentMs }),
    onSilent: (count) =>
      onError(new Error(`${count} connections to the database had gone silent, and were ended.`)),
  });
  const pool = new pg.Pool({
    ...connectionConfig({ url, name: "pawl", connectMs }),
    Client: BoundedClient,
    max: options.maxConnections ?? 10,
  });
  const enginePool = new pg.Pool({
    ...connectionConfig({ url, name: "pawl-engine", settings: PLANNED_ONCE, connectMs }),
    Client: BoundedClient,
    max: 6,
    maxLifetimeSeconds: PLANS_LIVE_SECONDS,
  });
  const relaxedPool = new pg.Pool({
    ...connectionConfig({
      url,
      connectMs,
      name: "pawl-relaxed",
      settings: `${PLANNED_ONCE} -c synchronous_commit=off`,
    }),
    Client: BoundedClient,
    max: 8,
    maxLifetimeSeconds: PLANS_LIVE_SECONDS,
  });
  // An idle connection that breaks (a restart of Postgres) is replaced by the pool; without a
  // listener the error would end the process.
  for (const each of [pool, enginePool, relaxedPool]) {
    each.on("error", onError);
    each.on("connect", (client) => {
      client.on("error", onError);
      silence.add(client);
    });
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    url,
    prisma,
    pool,
    enginePool,
    relaxedPool,
    close: async () => {
      silence.stop();
      await prisma.$disconnect();
      await Promise.all([pool.end(), enginePool.end(), relaxedPool.end()]);
    },
  };
}
