import { withApi } from "#app/_lib/with-api.ts";
import { previewBulkAction } from "#worker/services/bulk-actions/preview.ts";
import { previewBulkActionQuery } from "#worker/services/bulk-actions/schemas.ts";

export const GET = withApi({ query: previewBulkActionQuery }, ({ ctx, query }) =>
  previewBulkAction(ctx, query),
);
