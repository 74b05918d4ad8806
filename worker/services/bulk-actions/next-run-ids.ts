import type { EnvironmentContext } from "../context.ts";
import { selectRuns } from "./select-runs.ts";
import type { PendingAction } from "./sql.ts";

/**
 * The next runs of an action, oldest first, behind those that are done: each slice begins in the index
 * where the last one ended, and a cancel reaches the runs first that would start next.
 */
export async function nextRunIds(
  ctx: EnvironmentContext,
  action: PendingAction,
  limit: number,
): Promise<string[]> {
  const rows = await ctx.db.prisma.run.findMany({
    where: {
      AND: [
        await selectRuns(ctx, action),
        action.lastRunId ? { id: { gt: action.lastRunId } } : {},
      ],
    },
    select: { id: true },
    orderBy: { id: "asc" },
    take: limit,
  });
  return rows.map((row) => row.id);
}
