import superjson from "superjson";
import type { ScheduledTaskPayload } from "#sdk/wire/schedule.ts";
import { timezoneProblem } from "#worker/domain/schedule.ts";

/** What the form holds: text, as typed. Times are UTC, as `datetime-local` writes them. */
export type ScheduleTestFields = {
  timestamp: string;
  lastTimestamp: string;
  timezone: string;
  externalId: string;
};

export type ScheduleTestField = keyof ScheduleTestFields;

export type ScheduleTestCheck =
  | { ok: true; payload: string; payloadType: "application/super+json" }
  | { ok: false; problems: Partial<Record<ScheduleTestField, string>> };

/** No schedule has it: the task can tell that it is tested. */
const TEST_SCHEDULE_ID = "sched_1234";
const MINUTE_MS = 60_000;
const UPCOMING = 10;

/** A moment as the form writes it: `2026-03-29T01:00`, in UTC. */
export function toField(date: Date): string {
  return date.toISOString().slice(0, 16);
}

/** The payload of a tick, with dates that arrive as dates; the ticks after it are an hour apart. */
export function checkScheduleTest(fields: ScheduleTestFields): ScheduleTestCheck {
  const timestamp = readTime(fields.timestamp);
  const last = fields.lastTimestamp.trim() === "" ? null : readTime(fields.lastTimestamp);
  const timezone = fields.timezone.trim() || "UTC";
  const zoneProblem = timezoneProblem(timezone);
  if (!timestamp || last === undefined || zoneProblem !== undefined) {
    const problem = "Enter a date and a time, in UTC.";
    return {
      ok: false,
      problems: {
        ...(!timestamp && { timestamp: problem }),
        ...(last === undefined && { lastTimestamp: problem }),
        ...(zoneProblem !== undefined && { timezone: zoneProblem }),
      },
    };
  }
  const externalId = fields.externalId.trim();
  const payload: ScheduledTaskPayload = {
    scheduleId: TEST_SCHEDULE_ID,
    type: "IMPERATIVE",
    timestamp,
    ...(last && { lastTimestamp: last }),
    ...(externalId !== "" && { externalId }),
    timezone,
    upcoming: Array.from(
      { length: UPCOMING },
      (_, index) => new Date(timestamp.getTime() + (index + 1) * 60 * MINUTE_MS),
    ),
  };
  return {
    ok: true,
    payload: superjson.stringify(payload),
    payloadType: "application/super+json",
  };
}

function readTime(text: string): Date | undefined {
  const date = new Date(`${text.trim()}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
