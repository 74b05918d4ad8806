import { withApi } from "#app/_lib/with-api.ts";
import { getSchedule } from "#worker/services/schedules/get.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";
import { updateScheduleInput } from "#worker/services/schedules/schemas.ts";
import { updateSchedule } from "#worker/services/schedules/update.ts";

export const GET = withApi({}, ({ ctx, params }) => getSchedule(ctx, params.scheduleId ?? ""));

export const PUT = withApi({ body: updateScheduleInput }, ({ ctx, params, body }) =>
  updateSchedule(ctx, params.scheduleId ?? "", body),
);

export const DELETE = withApi({}, ({ ctx, params }) =>
  removeSchedule(ctx, params.scheduleId ?? ""),
);
