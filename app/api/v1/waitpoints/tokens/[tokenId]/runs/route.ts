import { withApi } from "#app/_lib/with-api.ts";
import { listRunsOfWaitpoint } from "#worker/services/waitpoints/list-runs.ts";

/** For the dashboard: who waits for this token. */
export const GET = withApi({}, ({ ctx, params }) =>
  listRunsOfWaitpoint(ctx, params["tokenId"] ?? ""),
);
