import type { Heartbeat } from "#worker/domain/worker-lease.ts";
import type { ServiceContext } from "../context.ts";

/** The last heartbeats of all workers that are taken for alive. */
export async function readHeartbeats(ctx: ServiceContext): Promise<Heartbeat[]> {
  const { rows } = await ctx.db.pool.query<Heartbeat>({
    name: "read-heartbeats",
    text: `
      SELECT id AS "workerId", heartbeat_at::text AS at FROM worker WHERE stopped_at IS NULL`,
  });
  return rows;
}

/**
 * Marks workers that were silent for too long as stopped. Returns how many: one that has said something
 * since, or whom somebody else gave up, is left alone.
 */
export async function giveUpSilentWorkers(
  ctx: ServiceContext,
  silent: Heartbeat[],
): Promise<number> {
  if (silent.length === 0) return 0;
  const { rowCount } = await ctx.db.pool.query({
    name: "give-up-silent-workers",
    text: `
      UPDATE worker SET stopped_at = $1 FROM unnest($2::uuid[], $3::text[]) AS silent(id, at)
      WHERE worker.id = silent.id AND stopped_at IS NULL AND heartbeat_at::text = silent.at`,
    values: [ctx.clock(), silent.map(({ workerId }) => workerId), silent.map(({ at }) => at)],
  });
  return rowCount ?? 0;
}
