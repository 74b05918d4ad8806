import pg from "pg";

/** Of a connection that is being made: a server that is there answers sooner, however busy. */
const CONNECT_MS = 10_000;

/**
 * How the server learns that we are gone when no packet says so (a machine that lost power, a network that
 * forgot the connection): until it does, what we had locked stays locked.
 */
const SERVER_SETTINGS =
  "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=60s";

export interface ConnectionOptions {
  url: string;
  /** In `pg_stat_activity`. */
  name: string;
  /** More settings of the session, as on the command line of a server. */
  settings?: string;
  /** How long it may take to make it; by itself 10 s. */
  connectMs?: number | undefined;
}

/** `pg` hands on to its clients what it does not know itself. */
type BoundedConfig = pg.ClientConfig & { connectMs?: number | undefined };

/** What every connection of ours has in common, in a pool or alone. */
export function connectionConfig(options: ConnectionOptions): BoundedConfig {
  const { url, name, settings, connectMs } = options;
  return {
    connectMs,
    connectionString: url,
    application_name: name,
    keepAlive: true,
    options: [SERVER_SETTINGS, settings].filter(Boolean).join(" "),
  };
}

/** Gives up on a connection that cannot be made. In a pool, the same option would also bound the wait for a free one. */
export class BoundedClient extends pg.Client {
  constructor(config?: string | BoundedConfig) {
    const { connectMs = CONNECT_MS, ...rest } = typeof config === "object" ? config : {};
    super({ ...rest, connectionTimeoutMillis: connectMs });
  }
}
