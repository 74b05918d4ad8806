import { withApi } from "#app/_lib/with-api.ts";
import { getTaskOverview } from "#worker/services/tasks/get-overview.ts";

export const GET = withApi({}, ({ ctx, params }) => getTaskOverview(ctx, params["taskId"] ?? ""));
