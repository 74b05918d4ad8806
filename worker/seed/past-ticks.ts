import { friendlyId } from "#worker/domain/ids.ts";
import { lastTicks } from "#worker/domain/schedule.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { tickKey } from "#worker/services/schedules/payload.ts";

const TASK = "daily-sales-report";
const DAYS = 12;
/** Days on which nobody was there, from the newest tick on. */
const MISSED = [4, 5];

/** A fortnight of the schedule that the shop's code declares: when it ticked. */
export interface PastTicks {
  scheduleId: string;
  ran: Date[];
  missedUntil: Date | undefined;
}

export async function readPastTicks(ctx: EnvironmentContext, now: Date): Promise<PastTicks> {
  const schedule = await ctx.db.prisma.schedule.findFirstOrThrow({
    where: { environmentId: ctx.environment.id, taskSlug: TASK, type: "DECLARATIVE" },
  });
  const ticks = lastTicks(schedule, now, DAYS);
  return {
    scheduleId: schedule.id,
    ran: ticks.filter((_, index) => !MISSED.includes(index)),
    missedUntil: ticks[MISSED[0] ?? 0],
  };
}

/** Runs for the seed to insert. */
export function tickScenes({ scheduleId, ran }: PastTicks, now: Date): object[] {
  return ran.map((tick, index) => ({
    ...{ name: `tick-${index}`, task: TASK, depth: 0, status: "COMPLETED" },
    ago_ms: now.getTime() - tick.getTime(),
    lasts_ms: 13_000 + (index % 5) * 900,
    payload: JSON.stringify({
      ...{ scheduleId: friendlyId("sched", scheduleId), type: "DECLARATIVE" },
      ...{ timestamp: tick, timezone: "Europe/Lisbon", upcoming: [] },
    }),
    output: '{"regions":4,"sent":11}',
  }));
}

/**
 * Once they are there: each is the run of its tick, and the days without one were missed. A worker beside it may have
 * run the newest tick by itself meanwhile, which then stays the run of that tick.
 */
export async function bindTicks(
  ctx: EnvironmentContext,
  { scheduleId, ran, missedUntil }: PastTicks,
): Promise<void> {
  const { rows } = await ctx.db.pool.query<{ id: string; tick: Date }>(
    `UPDATE run SET schedule_id = $2, request_key = ticked.key
     FROM unnest($3::timestamptz[], $4::text[]) AS ticked(tick, key)
     WHERE environment_id = $1 AND task_slug = $5 AND status = 'COMPLETED'
       AND created_at BETWEEN tick - interval '1 ms' AND tick + interval '1 ms'
       AND NOT EXISTS (
         SELECT FROM run AS other
         WHERE other.environment_id = $1 AND other.task_slug = $5 AND other.request_key = ticked.key
       )
     RETURNING id, tick`,
    [ctx.environment.id, scheduleId, ran, ran.map((tick) => tickKey(scheduleId, tick)), TASK],
  );
  const last = rows.find(({ tick }) => tick.getTime() === ran[0]?.getTime());
  await ctx.db.prisma.schedule.update({
    where: { id: scheduleId },
    data: {
      ...{ missedCount: MISSED.length, missedUntil: missedUntil ?? null },
      ...(last && { lastTickAt: last.tick, lastRunId: last.id }),
    },
  });
}
