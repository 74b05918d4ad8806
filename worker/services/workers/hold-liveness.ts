import { type StandingConnection, standingConnection } from "../standing-connection.ts";

/** While the lock is free, a late heartbeat is taken for a death. */
const RECONNECT_MS = 50;

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
    reconnectMs: RECONNECT_MS,
    onConnected: async (client) => {
      await client.query(END_FORMER_SESSION, [workerId]);
      await client.query("SELECT pg_advisory_lock(hashtextextended($1::text, 2))", [workerId]);
      onHeld?.();
    },
  });
}

/** One whose connection went silent lives on at the other end, and holds the lock. */
const END_FORMER_SESSION = `
  SELECT pg_terminate_backend(lock.pid) FROM pg_locks AS lock JOIN pg_stat_activity AS session USING (pid)
  WHERE lock.locktype = 'advisory' AND lock.objsubid = 1 AND lock.granted
    AND (lock.classid::bigint << 32) | lock.objid::bigint = hashtextextended($1::text, 2)
    AND session.datname = current_database() AND session.application_name = 'pawl-alive'`;
