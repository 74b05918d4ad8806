import type { ServiceContext } from "../context.ts";

/** Of these attempts, those that others have ended: their worker was taken for lost, and lives. */
export async function findLostAttempts(
  ctx: ServiceContext,
  attemptIds: string[],
): Promise<string[]> {
  if (attemptIds.length === 0) return [];
  const { rows } = await ctx.db.pool.query<{ id: string }>({
    name: "find-lost-attempts-of-mine",
    // A row of another id under the same number: the run is executed again already.
    text: `
      SELECT mine.id FROM unnest($1::uuid[]) AS mine(id)
      LEFT JOIN attempt ON attempt.id = mine.id AND attempt.status = 'EXECUTING'
      WHERE attempt.id IS NULL`,
    values: [attemptIds],
  });
  return rows.map((row) => row.id);
}
