import { withApi } from "#app/_lib/with-api.ts";
import { listBatches, listBatchesQuery } from "#worker/services/batches/list.ts";

export const GET = withApi({ query: listBatchesQuery }, ({ ctx, query }) =>
  listBatches(ctx, query),
);
