import { withApi } from "#app/_lib/with-api.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { completeWaitpointInput } from "#worker/services/waitpoints/schemas.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const POST = withApi(
  { cors: true, body: completeWaitpointInput },
  async ({ ctx, params, body }) => {
    await completeWaitpoint(ctx, { tokenId: params["tokenId"] ?? "", data: body.data });
    return { success: true };
  },
);
