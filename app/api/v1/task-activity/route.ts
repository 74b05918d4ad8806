import { withApi } from "#app/_lib/with-api.ts";
import { readTaskActivity } from "#worker/services/tasks/read-activity.ts";

export const GET = withApi({}, ({ ctx }) => readTaskActivity(ctx));
