import { withApi } from "#app/_lib/with-api.ts";
import { regenerateApiKey } from "#worker/services/api-keys/regenerate.ts";

export const POST = withApi({}, async ({ ctx, params }) => ({
  secret: await regenerateApiKey(ctx, params["apiKeyId"] ?? ""),
}));
