import { withApi } from "#app/_lib/with-api.ts";
import { getTask } from "#worker/services/tasks/get.ts";

export const GET = withApi({}, ({ ctx, params }) => getTask(ctx, params["taskId"] ?? ""));
