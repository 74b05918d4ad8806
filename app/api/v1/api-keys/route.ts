import { withApi } from "#app/_lib/with-api.ts";
import { createApiKey } from "#worker/services/api-keys/create.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { createApiKeyInput } from "#worker/services/api-keys/schemas.ts";

export const GET = withApi({}, async ({ ctx }) => ({ data: await listApiKeys(ctx) }));

export const POST = withApi({ body: createApiKeyInput }, ({ ctx, body }) =>
  createApiKey(ctx, body),
);
