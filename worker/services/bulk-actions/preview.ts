import type { Count } from "#worker/domain/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { authorizeSelection } from "./authorize-selection.ts";
import type { PreviewBulkActionQuery } from "./schemas.ts";
import { countRuns, matchRuns } from "./select-runs.ts";

/** How many runs an action with this filter would be about, if it were made now. */
export async function previewBulkAction(
  ctx: EnvironmentContext,
  { action, filter }: PreviewBulkActionQuery,
): Promise<Count> {
  authorizeSelection(ctx, action, filter["filter[taskIdentifier]"]);
  return countRuns(ctx, await matchRuns(ctx, action === "cancel" ? "CANCEL" : "REPLAY", filter));
}
