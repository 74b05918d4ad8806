import { absoluteUrl } from "#app/_lib/absolute-url.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { presignRunPacket } from "#worker/services/packets/presign.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true }, async ({ ctx, params }) => {
  const { runId = "", part = "" } = params;
  return { presignedUrl: absoluteUrl(await presignRunPacket(ctx, { runId, part })) };
});
