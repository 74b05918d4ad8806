import { withApi } from "#app/_lib/with-api.ts";
import { abortBulkAction } from "#worker/services/bulk-actions/abort.ts";

export const POST = withApi({}, ({ ctx, params }) =>
  abortBulkAction(ctx, params["bulkActionId"] ?? ""),
);
