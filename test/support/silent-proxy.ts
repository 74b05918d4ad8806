import type { AddressInfo } from "node:net";
import { createServer, connect as open, type Socket } from "node:net";

export interface SilentProxy {
  /** The database's address through it. */
  url: string;
  /** Nothing passes any more on the connections that are there, and nobody is told; new ones work. */
  silenceThoseThere: () => void;
  /** The same for those that come, until `heal`. */
  silenceAll: () => void;
  /** New connections work again; the silent ones stay as they are. */
  heal: () => void;
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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String(portOf(server.address()));

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
    heal: () => {
      isSilent = false;
    },
    breakOne: (place) => {
      const alive = [...pairs].filter((each) => !each.isSilent);
      const pair = alive[Math.floor(place * alive.length)];
      for (const socket of pair?.sockets ?? []) socket.resetAndDestroy();
    },
    close: async () => {
      for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
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
