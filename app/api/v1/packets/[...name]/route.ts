import { absoluteUrl } from "#app/_lib/absolute-url.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { presignDownload, presignUpload } from "#worker/services/packets/presign.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true }, async ({ ctx, params }) => ({
  presignedUrl: absoluteUrl(presignDownload(ctx, params["name"] ?? "")),
}));

/** As older clients ask. */
export const PUT = withApi({}, async ({ ctx, params }) => ({
  presignedUrl: absoluteUrl(presignUpload(ctx, params["name"] ?? "")),
}));
