import superjson from "superjson";
import type { Schedule } from "#prisma/generated/client.ts";
import type { ScheduledTaskPayload } from "#sdk/wire/schedule.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { nextTicks, type ScheduleRule } from "#worker/domain/schedule.ts";
import { type TriggerInput, triggerInput } from "../runs/schemas.ts";

const UPCOMING = 10;

type PayloadOf = ScheduleRule & Pick<Schedule, "id" | "type" | "externalId" | "lastTickAt">;

/** What the run of a tick carries as its request key, so that there is one, and can be found. */
export function tickKey(scheduleId: string, tick: Date): string {
  return `${friendlyId("sched", scheduleId)}:${tick.toISOString()}`;
}

/** What the run of a tick is triggered with. Dates are superjson's, so that the task is given Dates. */
export function scheduleInput(
  schedule: PayloadOf,
  tick: Date,
  options: { delay?: string; test?: boolean } = {},
  /** The ticks after a moment; many schedules of one batch share them. */
  upcoming: (rule: ScheduleRule, after: Date, count: number) => Date[] = nextTicks,
): TriggerInput {
  const { id, type, externalId, lastTickAt, timezone } = schedule;
  const payload: ScheduledTaskPayload = {
    scheduleId: friendlyId("sched", id),
    type,
    timestamp: tick,
    ...(lastTickAt && { lastTimestamp: lastTickAt }),
    ...(externalId !== null && { externalId }),
    timezone,
    upcoming: upcoming(schedule, tick, UPCOMING),
  };
  return triggerInput.parse({
    payload: superjson.stringify(payload),
    options: { payloadType: "application/super+json", ...options },
  });
}
