import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";
import { findBulkAction } from "./find.ts";

/**
 * Nothing more is done once this has answered; what was done stays. It waits for the slice that is being
 * worked on, which holds the row. Aborting one that is over changes nothing.
 */
export async function abortBulkAction(
  ctx: EnvironmentContext,
  bulkActionId: string,
): Promise<{ id: string }> {
  const { id } = await findBulkAction(ctx, "write", bulkActionId);
  const now = ctx.clock();
  await ctx.db.prisma.bulkAction.updateMany({
    where: { id, status: "PENDING" },
    data: { status: "ABORTED", completedAt: now, updatedAt: now },
  });
  return { id: friendlyId("bulk", id) };
}
