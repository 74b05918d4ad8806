import { withApi } from "#app/_lib/with-api.ts";
import { listQueueMetrics } from "#worker/services/queues/list-metrics.ts";
import { listQueuesQuery } from "#worker/services/queues/schemas.ts";

export const GET = withApi({ query: listQueuesQuery }, ({ ctx, query }) =>
  listQueueMetrics(ctx, query),
);
