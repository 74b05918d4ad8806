import { withApi } from "#app/_lib/with-api.ts";
import { listRecentPayloads } from "#worker/services/tasks/list-recent-payloads.ts";

export const GET = withApi({}, async ({ ctx, params }) => ({
  data: await listRecentPayloads(ctx, params["taskId"] ?? ""),
}));
