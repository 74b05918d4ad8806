import { withApi } from "#app/_lib/with-api.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";

export const POST = withApi({}, ({ ctx, params }) =>
  deactivateSchedule(ctx, params.scheduleId ?? ""),
);
