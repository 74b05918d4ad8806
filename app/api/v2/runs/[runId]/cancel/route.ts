import { withApi } from "#app/_lib/with-api.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const POST = withApi({ cors: true }, async ({ ctx, params }) => {
  const id = params["runId"] ?? "";
  await cancelRun(ctx, id);
  return { id };
});
