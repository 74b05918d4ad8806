import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeSchedule, nextColumns } from "./change.ts";
import { findSchedule } from "./find.ts";
import { presentSchedule } from "./present.ts";

/** It ticks again, from the next tick on: those that passed meanwhile are not made up for. */
export async function activateSchedule(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<ScheduleObject> {
  const { id } = await findSchedule(ctx, "write", scheduleId);
  const active = await changeSchedule(ctx, { id }, (schedule) =>
    schedule.deactivatedAt
      ? { deactivatedAt: null, ...nextColumns(schedule, id, ctx.clock()) }
      : null,
  );
  if (!active) throw notFound(`Schedule ${scheduleId}`);
  return presentSchedule(ctx, active);
}
