import type { ServiceContext } from "../context.ts";

/** Workers that take work at this moment: connected, heard of, and not drained. */
export async function countWorkers(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ count: number }>(`
    SELECT count(*)::int AS count FROM worker
    WHERE stopped_at IS NULL AND draining_at IS NULL AND heartbeat_at > now() - interval '15 seconds'`);
  return rows[0]?.count ?? 0;
}
