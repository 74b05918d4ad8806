import pg from "pg";

export interface Listener {
  close: () => Promise<void>;
}

interface ListenOptions {
  url: string;
  /** Per channel: called with the ids of each notification. */
  channels: Record<string, (ids: string[]) => void>;
  /** Called after every (re)connection: something may have been missed. */
  onConnected?: () => void;
}

const RECONNECT_MS = 500;

/** One connection that listens, and comes back by itself when the database does. */
export function listen({ url, channels, onConnected }: ListenOptions): Listener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const reconnect = () => {
    client = undefined;
    if (!isClosed) timer = setTimeout(connect, RECONNECT_MS);
  };

  const connect = async () => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: "pawl-listen",
    });
    client = next;
    next.on("error", () => {});
    next.once("end", () => client === next && reconnect());
    next.on("notification", ({ channel, payload }) =>
      channels[channel]?.(payload?.split(",") ?? []),
    );
    try {
      await next.connect();
      for (const channel of Object.keys(channels)) await next.query(`LISTEN ${channel}`);
      onConnected?.();
    } catch {
      await next.end().catch(() => {});
      if (client === next) reconnect();
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
