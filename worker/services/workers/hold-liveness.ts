import { type StandingConnection, standingConnection } from "../standing-connection.ts";

/**
 * Holds an advisory lock in a session of its own for as long as this process lives: when it dies, the
 * connection drops and the lock is free at once, which tells the others long before silence would.
 */
export function holdLiveness(
  url: string,
  workerId: string,
  onHeld?: () => void,
): StandingConnection {
  return standingConnection({
    url,
    applicationName: "pawl-alive",
    onConnected: async (client) => {
      await client.query("SELECT pg_advisory_lock(hashtextextended($1::text, 2))", [workerId]);
      onHeld?.();
    },
  });
}
