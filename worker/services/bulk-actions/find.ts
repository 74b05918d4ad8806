import type { BulkAction } from "#prisma/generated/client.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { Action } from "#worker/domain/permissions.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** An action of the environment for reading or changing. Throws FORBIDDEN and NOT_FOUND. */
export async function findBulkAction(
  ctx: EnvironmentContext,
  action: Action,
  bulkActionId: string,
): Promise<BulkAction> {
  authorize(ctx, action, { type: "runs" });
  const id = parseFriendlyId("bulk", bulkActionId);
  const row = id
    ? await ctx.db.prisma.bulkAction.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!row) throw notFound(`Bulk action ${bulkActionId}`);
  return row;
}
