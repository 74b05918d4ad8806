import { withApi } from "#app/_lib/with-api.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { listSchedules } from "#worker/services/schedules/list.ts";
import { createScheduleInput, listSchedulesQuery } from "#worker/services/schedules/schemas.ts";

export const GET = withApi({ query: listSchedulesQuery }, ({ ctx, query }) =>
  listSchedules(ctx, query),
);

export const POST = withApi({ body: createScheduleInput }, ({ ctx, body }) =>
  createSchedule(ctx, body),
);
