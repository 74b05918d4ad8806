import { withApi } from "#app/_lib/with-api.ts";
import { revokeApiKey } from "#worker/services/api-keys/revoke.ts";

export const DELETE = withApi({}, async ({ ctx, params }) => {
  await revokeApiKey(ctx, params.apiKeyId ?? "");
  return { success: true };
});
