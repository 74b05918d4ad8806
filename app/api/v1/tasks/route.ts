import { withApi } from "#app/_lib/with-api.ts";
import { listTasks } from "#worker/services/tasks/list.ts";

export const GET = withApi({}, async ({ ctx }) => ({ data: await listTasks(ctx) }));
