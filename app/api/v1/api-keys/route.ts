import { withApi } from "#app/_lib/with-api.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";

export const GET = withApi({}, async ({ ctx }) => ({ data: await listApiKeys(ctx) }));
