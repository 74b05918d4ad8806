import type { CursorPage } from "#sdk/wire/api.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { pageArguments, readPosition, toPage } from "../cursor-page.ts";
import { presentBulkAction } from "./present.ts";
import type { ListBulkActionsQuery } from "./schemas.ts";

/** The environment's bulk actions, newest first. */
export async function listBulkActions(
  ctx: EnvironmentContext,
  query: ListBulkActionsQuery,
): Promise<CursorPage<BulkActionObject>> {
  authorize(ctx, "read", { type: "runs" });
  const position = readPosition("bulk", query);
  const { where, ...order } = pageArguments(position);
  const read = await ctx.db.prisma.bulkAction.findMany({
    where: { AND: [{ environmentId: ctx.environment.id }, where] },
    ...order,
  });
  const { rows, pagination } = toPage("bulk", position, read);
  return { data: rows.map(presentBulkAction), pagination };
}
