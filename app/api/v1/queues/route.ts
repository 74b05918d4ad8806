import { withApi } from "#app/_lib/with-api.ts";
import { listQueues } from "#worker/services/queues/list.ts";
import { listQueuesQuery } from "#worker/services/queues/schemas.ts";

export const GET = withApi({ query: listQueuesQuery }, ({ ctx, query }) => listQueues(ctx, query));
