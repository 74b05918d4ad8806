import { LEASE_MS, MISSED_BEAT_MS } from "#worker/domain/worker-lease.ts";
import type { ServiceContext } from "../context.ts";

/**
 * Marks workers that are gone as stopped: their session's advisory lock is free (the connection dropped with
 * the process) and a heartbeat is missing, or they have been silent for too long. Returns how many.
 *
 * Times are the database's own, since the clocks of two workers may be hours apart. Right after a start
 * of Postgres every lock is free; each worker gets a few seconds to come back and take its own again.
 */
export async function giveUpLostWorkers(ctx: ServiceContext): Promise<number> {
  const { rowCount } = await ctx.db.pool.query({
    name: "give-up-lost-workers",
    // The lock is tried as a shared one: two that look at once must not take each other for its holder.
    text: `
      WITH lost AS (
        SELECT id FROM worker
        WHERE stopped_at IS NULL AND heartbeat_at < clock_timestamp() - interval '${MISSED_BEAT_MS} milliseconds'
          AND pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds'
          AND (heartbeat_at < clock_timestamp() - interval '${LEASE_MS} milliseconds'
            OR pg_try_advisory_xact_lock_shared(hashtextextended(id::text, 2)))
        FOR UPDATE SKIP LOCKED
      )
      UPDATE worker SET stopped_at = $1 FROM lost WHERE worker.id = lost.id`,
    values: [ctx.clock()],
  });
  return rowCount ?? 0;
}
