import { withApi } from "#app/_lib/with-api.ts";
import { activateSchedule } from "#worker/services/schedules/activate.ts";

export const POST = withApi({}, ({ ctx, params }) =>
  activateSchedule(ctx, params.scheduleId ?? ""),
);
