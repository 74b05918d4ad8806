import type { ServiceContext } from "../context.ts";

/** Of these runs, those that were canceled: for a worker that may have missed the notification. */
export async function findCanceled(ctx: ServiceContext, runIds: string[]): Promise<string[]> {
  if (runIds.length === 0) return [];
  const { rows } = await ctx.db.pool.query<{ id: string }>({
    name: "find-canceled",
    text: "SELECT id FROM run WHERE id = ANY($1::uuid[]) AND status = 'CANCELED'",
    values: [runIds],
  });
  return rows.map((row) => row.id);
}
