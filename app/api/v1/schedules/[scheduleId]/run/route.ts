import { withApi } from "#app/_lib/with-api.ts";
import { runScheduleNow } from "#worker/services/schedules/run-now.ts";

export const POST = withApi({}, ({ ctx, params }) => runScheduleNow(ctx, params.scheduleId ?? ""));
