import { withApi } from "#app/_lib/with-api.ts";
import { getBatch } from "#worker/services/batches/get.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true }, ({ ctx, params }) =>
  getBatch(ctx, params["batchId"] ?? ""),
);
