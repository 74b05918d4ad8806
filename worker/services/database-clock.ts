import type pg from "pg";

/**
 * The time as the database has it, so that processes whose machines disagree by hours agree on when a run is
 * due, has expired, or was written.
 */
export interface DatabaseClock {
  now: () => Date;
  /** Compares the two clocks; until the first time, this machine's counts. */
  align: () => Promise<void>;
}

/**
 * Clocks of machines that are kept in time agree to less than this. Comparing over a connection is no better
 * when both sides are busy, and a run would seem due to one process and not to the next.
 */
const TOLERATED_MS = 1_000;

export function createDatabaseClock(
  pool: Pick<pg.Pool, "query">,
  localNow: () => number = Date.now,
): DatabaseClock {
  let offsetMs = 0;
  return {
    now: () => new Date(localNow() + offsetMs),
    align: async () => {
      const askedAt = localNow();
      const { rows } = await pool.query<{ now: number }>(
        "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now",
      );
      const answeredAt = localNow();
      const [answer] = rows;
      // It was read somewhere in between; a question that took long says nothing.
      if (!answer || answeredAt - askedAt > TOLERATED_MS) return;
      const measuredMs = Math.round(answer.now - (askedAt + answeredAt) / 2);
      offsetMs = Math.abs(measuredMs) < TOLERATED_MS ? 0 : measuredMs;
    },
  };
}
