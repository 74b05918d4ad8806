import { type StandingConnection, standingConnection } from "./standing-connection.ts";

interface ListenOptions {
  url: string;
  /** Per channel: called with the ids of each notification. */
  channels: Record<string, (ids: string[]) => void>;
  /** Called after every (re)connection: something may have been missed. */
  onConnected?: () => void;
}

/** One connection that listens, and comes back by itself when the database does. */
export function listen({ url, channels, onConnected }: ListenOptions): StandingConnection {
  return standingConnection({
    url,
    applicationName: "pawl-listen",
    onConnected: async (client) => {
      client.on("notification", ({ channel, payload }) =>
        channels[channel]?.(payload?.split(",") ?? []),
      );
      for (const channel of Object.keys(channels)) await client.query(`LISTEN ${channel}`);
      onConnected?.();
    },
  });
}
