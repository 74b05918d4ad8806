import { withApi } from "#app/_lib/with-api.ts";
import { authorize } from "#worker/services/authorize.ts";
import { publicTokenClaims } from "#worker/services/public-tokens/sign.ts";

/** What a client puts into the public tokens that it signs with its own secret key. */
export const POST = withApi({}, async ({ ctx }) => {
  authorize(ctx, "admin", { type: "apiKeys" });
  return publicTokenClaims(ctx);
});
