import { withApi } from "#app/_lib/with-api.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true }, ({ ctx, params }) =>
  whyWaiting(ctx, params.runId ?? ""),
);
