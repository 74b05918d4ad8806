import type { ServiceContext } from "../context.ts";

/** Of each of these attempts, whether it is still the one that its run executes: not canceled, and not lost to others. */
export async function areCurrent(ctx: ServiceContext, attemptIds: string[]): Promise<boolean[]> {
  const { rows } = await ctx.db.enginePool.query<{ id: string }>({
    name: "find-current-attempts",
    text: `
      SELECT mine.id FROM unnest($1::uuid[]) AS mine(id)
      JOIN attempt ON attempt.id = mine.id AND attempt.status = 'EXECUTING'
      JOIN run ON run.id = attempt.run_id AND run.status = 'EXECUTING'`,
    values: [attemptIds],
  });
  const current = new Set(rows.map(({ id }) => id));
  return attemptIds.map((id) => current.has(id));
}
