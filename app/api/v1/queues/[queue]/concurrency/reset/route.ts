import { queueReference } from "#app/_lib/queue-param.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { resetLimit } from "#worker/services/queues/reset-limit.ts";
import { queueTypeInput } from "#worker/services/queues/schemas.ts";

export const POST = withApi({ body: queueTypeInput }, ({ ctx, params, body }) =>
  resetLimit(ctx, queueReference(params, body.type)),
);
