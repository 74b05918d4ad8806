import { withApi } from "#app/_lib/with-api.ts";
import { getStatus } from "#worker/services/status/get.ts";

export const GET = withApi({}, ({ ctx }) => getStatus(ctx));
