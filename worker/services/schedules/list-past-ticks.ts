import type { Schedule } from "#prisma/generated/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { lastTick, lastTicks } from "#worker/domain/schedule.ts";
import type { PastTickView } from "#worker/domain/schedules/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { findSchedule } from "./find.ts";
import { tickKey } from "./payload.ts";

const SHOWN = 20;
const DAY_MS = 86_400_000;

/** The last ticks of a schedule by the rule it has now, newest first, with what became of each. Throws NOT_FOUND. */
export async function listPastTicks(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<{ data: PastTickView[] }> {
  const schedule = await findSchedule(ctx, "read", scheduleId);
  const since = await knownSince(ctx, schedule);
  const ticks = lastTicks(schedule, ctx.clock(), SHOWN).filter(
    // One that is due is among those that come until it has its run.
    (tick) => tick >= since && tick.getTime() !== schedule.nextTickAt?.getTime(),
  );
  const runs = await readRuns(ctx, schedule, ticks);
  return {
    data: ticks.map((tick) => present(schedule, tick, runs.get(tickKey(schedule.id, tick)))),
  };
}

/** Of ticks before its oldest run nothing can be said once runs may have been removed. */
async function knownSince(ctx: EnvironmentContext, schedule: Schedule): Promise<Date> {
  const { id, createdAt } = schedule;
  const oldest = await ctx.db.prisma.run.findFirst({
    where: { scheduleId: id, environmentId: ctx.environment.id },
    orderBy: { id: "asc" },
    select: { createdAt: true },
  });
  const mayBeRemoved = ctx.clock().getTime() - DAY_MS;
  if (!oldest || oldest.createdAt.getTime() > mayBeRemoved) return createdAt;
  const first = lastTick(schedule, oldest.createdAt) ?? oldest.createdAt;
  return first > createdAt ? first : createdAt;
}

type TickRun = Awaited<ReturnType<typeof findRuns>>[number];

async function readRuns(
  ctx: EnvironmentContext,
  schedule: Schedule,
  ticks: Date[],
): Promise<Map<string, TickRun>> {
  const runs = await findRuns(ctx, schedule, ticks);
  return new Map(runs.map((run) => [run.requestKey ?? "", run]));
}

/** Each run of a tick names it, so they are found one by one in a unique index. */
function findRuns(ctx: EnvironmentContext, schedule: Schedule, ticks: Date[]) {
  return ctx.db.prisma.run.findMany({
    where: {
      environmentId: ctx.environment.id,
      taskSlug: schedule.taskSlug,
      requestKey: { in: ticks.map((tick) => tickKey(schedule.id, tick)) },
    },
    select: { id: true, status: true, taskSlug: true, createdAt: true, requestKey: true },
  });
}

function present({ missedUntil }: Schedule, tick: Date, run: TickRun | undefined): PastTickView {
  const at = tick.toISOString();
  if (!run) return { at, state: missedUntil && tick <= missedUntil ? "MISSED" : "NONE" };
  return {
    at,
    state: "RAN",
    run: {
      id: friendlyId("run", run.id),
      status: run.status,
      taskIdentifier: run.taskSlug,
      createdAt: run.createdAt.toISOString(),
    },
  };
}
