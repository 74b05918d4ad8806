import { withApi } from "#app/_lib/with-api.ts";
import { listWorkers } from "#worker/services/workers/list.ts";

export const GET = withApi({}, ({ ctx }) => listWorkers(ctx));
