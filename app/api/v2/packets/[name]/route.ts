import { absoluteUrl } from "#app/_lib/absolute-url.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { presignUpload } from "#worker/services/packets/presign.ts";

export const PUT = withApi({}, async ({ ctx, params }) => {
  const { name = "" } = params;
  return { presignedUrl: absoluteUrl(presignUpload(ctx, name)), storagePath: name };
});
