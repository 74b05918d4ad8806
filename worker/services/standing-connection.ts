import type pg from "pg";
import { BoundedClient, connectionConfig } from "#prisma/connection.ts";
import { pingWhileOpen } from "./ping.ts";

export interface StandingConnection {
  close: () => Promise<void>;
}

interface StandingConnectionOptions {
  url: string;
  /** As Postgres lists it. */
  applicationName: string;
  /** What each connection does first; one that fails is closed and tried again. */
  onConnected: (client: pg.Client) => Promise<void>;
  reconnectMs?: number;
}

/**
 * One connection outside the pool that comes back by itself when the database does. There is never more
 * than one: a connection that cannot be made is tried again once, however many ways it has to say so.
 */
export function standingConnection(options: StandingConnectionOptions): StandingConnection {
  const { url, applicationName, onConnected, reconnectMs = 500 } = options;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  /** Whoever says first that a connection is over decides; what is said of an earlier one is old news. */
  const reconnectAfter = (over: pg.Client) => {
    if (client !== over) return;
    client = undefined;
    if (!isClosed) timer = setTimeout(connect, reconnectMs);
  };

  const connect = async () => {
    const next = new BoundedClient(connectionConfig({ url, name: applicationName }));
    client = next;
    // The end follows; without a listener the error would end the process.
    next.on("error", () => {});
    next.once("end", () => reconnectAfter(next));
    try {
      await next.connect();
      await onConnected(next);
      pingWhileOpen(next);
    } catch {
      await next.end().catch(() => {});
      reconnectAfter(next);
    }
  };

  void connect();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
