import { withAbsoluteUrl } from "#app/_lib/absolute-url.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";

export const GET = withApi({}, async ({ ctx, params }) =>
  withAbsoluteUrl(await getWaitpoint(ctx, params["tokenId"] ?? "")),
);
