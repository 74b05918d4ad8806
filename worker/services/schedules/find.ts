import type { Schedule } from "#prisma/generated/client.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { Action } from "#worker/domain/permissions.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** The schedule's row, once the actor may do this to it. Throws NOT_FOUND, also for one of another environment. */
export async function findSchedule(
  ctx: EnvironmentContext,
  action: Action,
  scheduleId: string,
): Promise<Schedule> {
  const id = parseFriendlyId("sched", scheduleId);
  const row =
    id &&
    (await ctx.db.prisma.schedule.findFirst({
      where: { environmentId: ctx.environment.id, id, archivedAt: null },
    }));
  if (!row) throw notFound(`Schedule ${scheduleId}`);
  authorize(ctx, action, { type: "schedules", id: scheduleId });
  return row;
}
