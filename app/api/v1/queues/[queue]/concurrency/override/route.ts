import { queueReference } from "#app/_lib/queue-param.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { overrideLimit } from "#worker/services/queues/override-limit.ts";
import { overrideLimitInput } from "#worker/services/queues/schemas.ts";

export const POST = withApi({ body: overrideLimitInput }, ({ ctx, params, body }) =>
  overrideLimit(ctx, queueReference(params, body.type), body.concurrencyLimit),
);
