import { withApi } from "#app/_lib/with-api.ts";
import { revealApiKey } from "#worker/services/api-keys/reveal.ts";

export const GET = withApi({}, async ({ ctx, params }) => ({
  secret: await revealApiKey(ctx, params["apiKeyId"] ?? ""),
}));
