import type { AddressInfo } from "node:net";
import { createServer, connect as open, type Socket } from "node:net";

export interface SilentProxy {
  /** The database's address through it. */
  url: string;
  /** Nothing passes any more on the connections that are there, and nobody is told; new ones work. */
  silenceThoseThere: () => void;
  /** The same for those that come, until `heal`. */
  silenceAll: () => void;
  /** Breaks all connections, and refuses new ones until `heal`. */
  refuseAll: () => Promise<void>;
  /** New connections work again; the silent ones stay as they are. */
  heal: () => Promise<void>;
  /** Breaks the connection at this place in their line, from 0 to 1. */
  breakOne: (place: number) => void;
  close: () => Promise<void>;
}

interface Pair {
  isSilent: boolean;
  sockets: [client: Socket, server: Socket];
}

/** Stands between a worker and its database, as a firewall does that forgets connections. */
export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<Pair>();
  let isSilent = false;

  const server = createServer((client) => {
    const pair: Pair = {
      isSilent,
      sockets: [client, open(Number(target.port), target.hostname)],
    };
    pairs.add(pair);
    const [, upstream] = pair.sockets;
    // Of a silent pair the server's side stays open: it was not told.
    upstream.once("close", () => pairs.delete(pair));
    forward(pair, client, upstream);
    forward(pair, upstream, client);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const url = new URL(databaseUrl);
  const port = portOf(server.address());
  url.port = String(port);
  const breakAll = () => {
    for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
  };
  const stopListening = () => new Promise<void>((resolve) => server.close(() => resolve()));

  const silenceThoseThere = () => {
    for (const pair of pairs) pair.isSilent = true;
  };
  return {
    url: url.href,
    silenceThoseThere,
    silenceAll: () => {
      isSilent = true;
      silenceThoseThere();
    },
    refuseAll: () => {
      const stopped = stopListening();
      breakAll();
      return stopped;
    },
    heal: async () => {
      isSilent = false;
      if (!server.listening) await listen(port);
    },
    breakOne: (place) => {
      const alive = [...pairs].filter((each) => !each.isSilent);
      const pair = alive[Math.floor(place * alive.length)];
      for (const socket of pair?.sockets ?? []) socket.resetAndDestroy();
    },
    close: async () => {
      breakAll();
      await stopListening();
    },
  };
}

function forward(pair: Pair, from: Socket, to: Socket): void {
  from.on("data", (chunk) => !pair.isSilent && to.write(chunk));
  // Not even that the other side is gone.
  from.on("close", () => !pair.isSilent && to.destroy());
  from.on("error", () => {});
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address === "object" && address) return address.port;
  throw new Error("The proxy does not listen yet.");
}
