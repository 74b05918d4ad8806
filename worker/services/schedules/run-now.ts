import { friendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { triggerRun } from "../runs/trigger.ts";
import { findSchedule } from "./find.ts";
import { scheduleInput } from "./payload.ts";

/** Triggers a test run with the payload that a tick of this moment would have. The schedule's own ticks stay as they are. */
export async function runScheduleNow(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<{ id: string }> {
  const schedule = await findSchedule(ctx, "read", scheduleId);
  authorize(ctx, "trigger", { type: "tasks", id: schedule.taskSlug });
  const run = await triggerRun(ctx, {
    taskId: schedule.taskSlug,
    input: scheduleInput(schedule, ctx.clock(), { test: true }),
    scheduleId: schedule.id,
  });
  return { id: friendlyId("run", run.id) };
}
