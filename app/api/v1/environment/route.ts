import { withApi } from "#app/_lib/with-api.ts";
import { getEnvironmentLoad } from "#worker/services/queues/get-environment.ts";

export const GET = withApi({}, ({ ctx }) => getEnvironmentLoad(ctx));
