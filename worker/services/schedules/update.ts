import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeSchedule, ruleChanges } from "./change.ts";
import { checkSchedule } from "./check.ts";
import { findSchedule } from "./find.ts";
import { presentSchedule } from "./present.ts";
import { refuseDeclared } from "./refuse-declared.ts";
import type { UpdateScheduleInput } from "./schemas.ts";

/** Gives a schedule other settings; what is left out is cleared. One that is declared in code is refused. */
export async function updateSchedule(
  ctx: EnvironmentContext,
  scheduleId: string,
  input: UpdateScheduleInput,
): Promise<ScheduleObject> {
  const { id, ...found } = await findSchedule(ctx, "write", scheduleId);
  refuseDeclared(found, "changed");
  const checked = await checkSchedule(ctx, input);
  const { taskSlug, externalId } = checked;
  const changed = await changeSchedule(ctx, { id }, (schedule) => ({
    taskSlug,
    externalId,
    ...ruleChanges(schedule, checked, ctx.clock()),
  }));
  if (!changed) throw notFound(`Schedule ${scheduleId}`);
  return presentSchedule(ctx, changed);
}
