import type pg from "pg";
import { BoundedClient, connectionConfig } from "#prisma/connection.ts";
import { FENCE_MS } from "#worker/domain/worker-lease.ts";

/** An answer takes milliseconds. Whoever has waited for this long asks again, on another connection. */
const PATIENCE_MS = 1_500;
/** A heartbeat that a crash of the database takes back is followed by the next one. */
const settings = "-c synchronous_commit=off";

export interface HeartLine {
  /** Resolves when the database has answered, or it is closed. Rejects when the connection breaks, or cannot be made. */
  ask: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * A connection for heartbeats alone: behind the queries of others they would come too late on a busy day. One that
 * does not answer may be dead, so a new one is opened beside it, again and again. What the old ones say after all is
 * heard as well, since the news that the worker was given up is told once.
 */
export function createHeartLine(
  url: string,
  ask: (client: pg.Client) => Promise<void>,
  { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {},
): HeartLine {
  /** Those that are made. */
  const clients = new Set<pg.Client>();
  let current: Promise<pg.Client> | undefined;
  let isClosed = false;
  const closed = Promise.withResolvers<void>();

  const end = async (client: pg.Client) => {
    clients.delete(client);
    await client.end().catch(() => {});
  };
  const open = async (): Promise<pg.Client> => {
    const client = new BoundedClient(connectionConfig({ url, name: "pawl-heart", settings }));
    // The question on it fails; without a listener the error would end the process.
    client.on("error", () => {});
    client.once("end", () => clients.delete(client));
    await client.connect();
    clients.add(client);
    // One that is being made can not be ended before.
    if (isClosed) await end(client);
    return client;
  };
  const leave = (line: Promise<pg.Client>, inMs: number) => {
    if (current === line) current = undefined;
    setTimeout(() => void line.then(end, () => {}), inMs).unref();
  };

  return {
    ask: async () => {
      while (!isClosed) {
        current ??= open();
        const line = current;
        const asked = line.then(ask);
        asked.catch(() => leave(line, 0));
        if (await Promise.race([isSettledWithin(asked, patienceMs), closed.promise])) return;
        leave(line, FENCE_MS);
      }
    },
    close: async () => {
      isClosed = true;
      closed.resolve();
      await Promise.all([...clients].map(end));
    },
  };
}

/** False when it takes longer. Rejects with it. */
export async function isSettledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  // After a moment in which this process stood still, what has arrived meanwhile is read first.
  const timer = setTimeout(() => setImmediate(() => setImmediate(() => late.resolve(false))), ms);
  const settled = promise.then(() => true);
  return Promise.race([settled, late.promise]).finally(() => clearTimeout(timer));
}
