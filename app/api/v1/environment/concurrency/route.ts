import { withApi } from "#app/_lib/with-api.ts";
import { environmentLimitInput } from "#worker/services/queues/schemas.ts";
import { setEnvironmentLimit } from "#worker/services/queues/set-environment-limit.ts";

export const POST = withApi({ body: environmentLimitInput }, ({ ctx, body }) =>
  setEnvironmentLimit(ctx, body.concurrencyLimit),
);
