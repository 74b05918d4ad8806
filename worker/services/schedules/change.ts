import type { Prisma, Schedule } from "#prisma/generated/client.ts";
import { type ScheduleRule, upcomingTick } from "#worker/domain/schedule.ts";
import type { EnvironmentContext } from "../context.ts";

export type ScheduleChanges = Partial<
  Pick<
    Schedule,
    | "taskSlug"
    | "externalId"
    | "cron"
    | "timezone"
    | "window"
    | "deactivatedAt"
    | "archivedAt"
    | "nextTickAt"
    | "nextStartAt"
  >
>;

/**
 * Changes the one schedule that `where` finds, locked against a tick of this moment; null when there is
 * none. `decide` says what changes, null when it is as it should be already.
 */
export async function changeSchedule(
  ctx: EnvironmentContext,
  where: { id: string } | { deduplicationKey: string },
  decide: (schedule: Schedule) => ScheduleChanges | null,
): Promise<Schedule | null> {
  return ctx.db.prisma.$transaction(async (tx) => {
    const found = await tx.schedule.findFirst({
      where: { environmentId: ctx.environment.id, archivedAt: null, ...where },
      select: { id: true },
    });
    if (!found) return null;
    await tx.$queryRaw`SELECT 1 FROM schedule WHERE id = ${found.id}::uuid FOR UPDATE`;
    const schedule = await tx.schedule.findUniqueOrThrow({ where: { id: found.id } });
    // Deleted while we waited for it.
    if (schedule.archivedAt) return null;
    const changes = decide(schedule);
    if (!changes) return schedule;
    const data: Prisma.ScheduleUpdateInput = { ...changes, updatedAt: ctx.clock() };
    return tx.schedule.update({ where: { id: found.id }, data });
  });
}

/** The columns of the tick that comes after a moment. */
export function nextColumns(
  rule: ScheduleRule,
  scheduleId: string,
  after: Date,
): Pick<Schedule, "nextTickAt" | "nextStartAt"> {
  const next = upcomingTick(rule, scheduleId, after);
  return { nextTickAt: next?.tick ?? null, nextStartAt: next?.startAt ?? null };
}

export const NO_TICK = { nextTickAt: null, nextStartAt: null } as const;

/**
 * The changes that make a schedule follow a rule. One that follows it already keeps its next tick: a
 * program that makes its schedules whenever it starts must not push a tick away that is due.
 */
export function ruleChanges(
  schedule: Schedule,
  rule: ScheduleRule,
  now: Date,
): ScheduleChanges | null {
  const { cron, timezone, window } = rule;
  const isSame =
    schedule.cron === cron && schedule.timezone === timezone && schedule.window === window;
  if (isSame) return null;
  const next = schedule.deactivatedAt ? NO_TICK : nextColumns(rule, schedule.id, now);
  return { cron, timezone, window, ...next };
}
