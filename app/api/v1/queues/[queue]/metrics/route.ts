import { queueReference } from "#app/_lib/queue-param.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { getQueueMetrics } from "#worker/services/queues/get-metrics.ts";
import { queueTypeQuery } from "#worker/services/queues/schemas.ts";

export const GET = withApi({ query: queueTypeQuery }, ({ ctx, params, query }) =>
  getQueueMetrics(ctx, queueReference(params, query.type)),
);
