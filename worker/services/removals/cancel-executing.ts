import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { announceCanceled, cancelTrees } from "../runs/cancel-trees.ts";

export const REMOVAL_REASON = "Its environment was deleted";

/** Ends what holds a slot in these environments, with what stands below it; their workers are told. Returns how many. */
export async function cancelExecuting(
  ctx: ServiceContext,
  environmentIds: string[],
): Promise<number> {
  let count = 0;
  for (const environmentId of environmentIds) {
    const { rows } = await ctx.db.pool.query<{ id: string }>({
      name: "find-executing-of-environment",
      text: "SELECT id FROM run WHERE environment_id = $1 AND holds_slot",
      values: [environmentId],
    });
    if (rows.length === 0) continue;
    const scoped = { ...ctx, environment: await loadEnvironmentScope(ctx, environmentId) };
    const canceled = await cancelTrees(scoped, ctx.db.pool, {
      runIds: rows.map(({ id }) => id),
      reason: REMOVAL_REASON,
    });
    announceCanceled(scoped, canceled);
    count += canceled.length;
  }
  return count;
}
