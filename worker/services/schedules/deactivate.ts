import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeSchedule, NO_TICK } from "./change.ts";
import { findSchedule } from "./find.ts";
import { presentSchedule } from "./present.ts";

/** It ticks no more until it is activated, also after deployments. Runs that were triggered stay. */
export async function deactivateSchedule(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<ScheduleObject> {
  const { id } = await findSchedule(ctx, "write", scheduleId);
  const inactive = await changeSchedule(ctx, { id }, (schedule) =>
    schedule.deactivatedAt ? null : { deactivatedAt: ctx.clock(), ...NO_TICK },
  );
  if (!inactive) throw notFound(`Schedule ${scheduleId}`);
  return presentSchedule(ctx, inactive);
}
