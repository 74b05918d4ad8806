import pg from "pg";

export interface Liveness {
  release: () => Promise<void>;
}

const RECONNECT_MS = 500;

/**
 * Holds an advisory lock in a session of its own for as long as this process lives: when it dies, the
 * connection drops and the lock is free at once, which tells the others long before silence would.
 */
export function holdLiveness(url: string, workerId: string, onHeld?: () => void): Liveness {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isReleased = false;

  const connect = async () => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: "pawl-alive",
    });
    client = next;
    next.on("error", () => {});
    next.once("end", () => {
      if (!isReleased) timer = setTimeout(connect, RECONNECT_MS);
    });
    try {
      await next.connect();
      await next.query("SELECT pg_advisory_lock(hashtextextended($1::text, 2))", [workerId]);
      onHeld?.();
    } catch {
      await next.end().catch(() => {});
      if (!isReleased && client === next) timer = setTimeout(connect, RECONNECT_MS);
    }
  };

  void connect();
  return {
    release: async () => {
      isReleased = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
