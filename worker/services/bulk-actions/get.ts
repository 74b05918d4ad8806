import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import type { EnvironmentContext } from "../context.ts";
import { findBulkAction } from "./find.ts";
import { presentBulkAction } from "./present.ts";

/** What an action is about and how far it is. Throws NOT_FOUND. */
export async function getBulkAction(
  ctx: EnvironmentContext,
  bulkActionId: string,
): Promise<BulkActionObject> {
  return presentBulkAction(await findBulkAction(ctx, "read", bulkActionId));
}
