import type pg from "pg";
import { type DueTick, dueTick, lastTick, nextTicks } from "#worker/domain/schedule.ts";
import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { newId } from "../new-id.ts";
import { type NewRun, prepareRun } from "../runs/prepare-run.ts";
import { insertRuns } from "../runs/sql.ts";
import { inTransaction } from "../transaction.ts";
import { scheduleInput, tickKey } from "./payload.ts";
import { type Advance, advanceSchedules, type DueSchedule, lockDueSchedules } from "./sql.ts";

const BATCH = 200;
const MINUTE_MS = 60_000;
/** A timer may ring a moment before the minute that it is for. */
const EARLY_MS = 1_000;

/**
 * Triggers the runs of every tick that has come or starts within this minute; the latter are delayed
 * until then. Of the ticks that nobody was there for, the newest gets a run. Returns how many runs.
 */
export async function fireSchedules(ctx: ServiceContext): Promise<number> {
  const soon = ctx.clock().getTime() + EARLY_MS;
  const until = new Date(Math.floor(soon / MINUTE_MS) * MINUTE_MS + MINUTE_MS - 1);
  let runs = 0;
  for (let taken = BATCH; taken === BATCH; ) {
    const fired = await fireBatch(ctx, until);
    taken = fired.taken;
    runs += fired.runs;
  }
  return runs;
}

async function fireBatch(
  ctx: ServiceContext,
  until: Date,
): Promise<{ taken: number; runs: number }> {
  const now = ctx.clock();
  const { taken, queued } = await inTransaction(ctx.db.pool, async (client) => {
    const due = await lockDueSchedules(client, until, BATCH);
    const upcoming = sharedTicks();
    const fired: Fired[] = [];
    for (const schedule of due) fired.push(await fire({ ctx, schedule, until, now, upcoming }));
    const queued = await insert(client, fired);
    await advanceSchedules(
      client,
      fired.map(({ advance }) => advance),
      now,
    );
    return { taken: due.length, queued };
  });
  for (const run of queued) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return { taken, runs: queued.length };
}

/** Runs that are there already keep what they are: their request key names the schedule and the tick. */
async function insert(client: pg.PoolClient, fired: Fired[]): Promise<NewRun[]> {
  const runs = fired.flatMap(({ run }) => run ?? []);
  if (runs.length === 0) return [];
  const statuses = await insertRuns(client, runs);
  return runs.filter((_, index) => statuses[index] !== null);
}

interface Fired {
  advance: Advance;
  run?: NewRun;
}

interface Firing {
  ctx: ServiceContext;
  schedule: DueSchedule;
  until: Date;
  now: Date;
  upcoming: typeof nextTicks;
}

async function fire({ ctx, schedule, until, now, upcoming }: Firing): Promise<Fired> {
  const { id, nextTickAt: expected } = schedule;
  const due = readTick(schedule, { expected, until });
  const nothing = { nextTickAt: null, nextStartAt: null, ran: null, missed: null };
  if (!due) return { advance: { id, ...nothing, deactivatedAt: now } };
  const next = { nextTickAt: due.next?.tick ?? null, nextStartAt: due.next?.startAt ?? null };
  const advance = { id, ...next, deactivatedAt: null };
  if (!schedule.isTaskDeployed) {
    const missed = { count: due.missed + 1, until: due.tick };
    return { advance: { ...advance, ran: null, missed } };
  }
  const environment = await loadEnvironmentScope(ctx, schedule.environmentId);
  const delay = due.startAt > now ? { delay: due.startAt.toISOString() } : {};
  const run = prepareRun(
    newId(),
    {
      taskId: schedule.taskSlug,
      input: scheduleInput(schedule, due.tick, delay, upcoming),
      requestKey: tickKey(id, due.tick),
      scheduleId: id,
    },
    { ...ctx, environment },
  );
  const ran = { tick: due.tick, runId: run.id };
  return { run, advance: { ...advance, ran, missed: missedBefore(schedule, due) } };
}

function missedBefore(schedule: DueSchedule, { tick, missed }: DueTick): Advance["missed"] {
  const last = missed > 0 ? lastTick(schedule, new Date(tick.getTime() - 1)) : undefined;
  return last ? { count: missed, until: last } : null;
}

/** Undefined for a rule that cannot be read any more: it was checked, but by another version of the library. */
function readTick(
  schedule: DueSchedule,
  moment: { expected: Date; until: Date },
): DueTick | undefined {
  try {
    return dueTick(schedule, schedule.id, moment);
  } catch {
    return undefined;
  }
}

/** Schedules of many tenants often share a rule: their ticks are found once. */
function sharedTicks(): typeof nextTicks {
  const known = new Map<string, Date[]>();
  return (rule, after, count) => {
    const key = `${rule.cron} ${rule.timezone} ${after.getTime()} ${count}`;
    const ticks = known.get(key) ?? nextTicks(rule, after, count);
    known.set(key, ticks);
    return ticks;
  };
}
