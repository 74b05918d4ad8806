import { withApi } from "#app/_lib/with-api.ts";
import { listStreams } from "#worker/services/streams/list.ts";

/** For the dashboard; clients read one stream at a time (`/realtime/v1/streams/…`). */
export const GET = withApi({}, ({ ctx, params }) => listStreams(ctx, params["runId"] ?? ""));
