import { withApi } from "#app/_lib/with-api.ts";
import { listPastTicks } from "#worker/services/schedules/list-past-ticks.ts";

export const GET = withApi({}, ({ ctx, params }) => listPastTicks(ctx, params.scheduleId ?? ""));
