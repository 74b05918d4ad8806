import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import type { EnvironmentContext } from "../context.ts";
import { findSchedule } from "./find.ts";
import { presentSchedule } from "./present.ts";

/** Throws NOT_FOUND, also for a schedule of another environment or one that is gone. */
export async function getSchedule(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<ScheduleObject> {
  return presentSchedule(ctx, await findSchedule(ctx, "read", scheduleId));
}
