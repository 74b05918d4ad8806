import { workSlice } from "#worker/services/bulk-actions/work-slice.ts";
import type { ServiceContext } from "#worker/services/context.ts";

/** Works on bulk actions, a slice at a time, until there is nothing to do. */
export async function workBulkActions(
  ctx: ServiceContext,
  { isStopped }: { isStopped: () => boolean },
): Promise<void> {
  let isMore = true;
  while (isMore && !isStopped()) isMore = await workSlice(ctx);
}
