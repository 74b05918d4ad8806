import { withApi } from "#app/_lib/with-api.ts";
import { drainWorker } from "#worker/services/workers/drain.ts";
import { drainInput } from "#worker/services/workers/schemas.ts";

export const POST = withApi({ body: drainInput }, ({ ctx, params, body }) =>
  drainWorker(ctx, { workerId: params.workerId ?? "", isDraining: body.action === "drain" }),
);
