import { withApi } from "#app/_lib/with-api.ts";
import { getBulkAction } from "#worker/services/bulk-actions/get.ts";

export const GET = withApi({}, ({ ctx, params }) =>
  getBulkAction(ctx, params["bulkActionId"] ?? ""),
);
