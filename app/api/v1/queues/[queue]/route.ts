import { queueReference } from "#app/_lib/queue-param.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { getQueue } from "#worker/services/queues/get.ts";
import { queueTypeQuery } from "#worker/services/queues/schemas.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true, query: queueTypeQuery }, ({ ctx, params, query }) =>
  getQueue(ctx, queueReference(params, query.type)),
);
