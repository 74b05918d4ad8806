import { Cron } from "croner";
import { parseDuration } from "./duration.ts";

/** When a schedule comes: five fields of cron, read on the clocks of a zone. */
export interface ScheduleRule {
  cron: string;
  timezone: string;
  /** `30m`, `2h` or `50%`: each run starts up to this long after its tick. Null: at once. */
  window: string | null;
}

const FIELDS = ["minute", "hour", "day of month", "month", "day of week"];
/** Numbers, names, and `* , - / L W #`. */
const FIELD = /^[\dA-Z*,\-/#]+$/i;
const EXAMPLE = "such as “0 9 * * MON-FRI” (9:00 from Monday to Friday)";

/** What is wrong with a cron expression and what to write instead; undefined when it is right. */
export function cronProblem(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length || fields[0] === "") {
    const more =
      fields.length === FIELDS.length + 1 ? " Seconds are not supported: leave the first out." : "";
    return `“${cron}” is no cron expression: it needs five fields (${FIELDS.join(", ")}), ${EXAMPLE}.${more}`;
  }
  const odd = fields.findIndex((field) => !FIELD.test(field));
  if (odd >= 0) {
    return `“${fields[odd]}” is no ${FIELDS[odd]} of a cron expression: use numbers, names, and * , - / L.`;
  }
  try {
    const job = jobOf({ cron, timezone: "UTC" });
    if (job.nextRun(LEAP_YEARS_BEGIN)) return undefined;
    return `“${cron}” never comes: no month has that day.`;
  } catch (error) {
    return `“${cron}” is no cron expression: ${reasonOf(error)}.`;
  }
}

/** Any moment will do: every date that exists comes within the eight years after it. */
const LEAP_YEARS_BEGIN = new Date("2024-01-01T00:00:00Z");

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const plain = text.replace(/^CronPattern: /, "").replace(/\.$/, "");
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** What is wrong with the name of a time zone; undefined when it is right. */
export function timezoneProblem(timezone: string): string | undefined {
  // Offsets are zones to Intl, and know no daylight saving.
  if (!/^[+-]/.test(timezone) && isZone(timezone)) return undefined;
  const meant = suggestZone(timezone);
  const hint = meant ? `Did you mean ${meant}?` : "Use a name such as Europe/Berlin.";
  return `“${timezone}” is no time zone of the IANA list. ${hint}`;
}

function isZone(timezone: string): boolean {
  try {
    return timezone !== "" && new Intl.DateTimeFormat("en", { timeZone: timezone }) !== undefined;
  } catch {
    return false;
  }
}

/** `berlin` → `Europe/Berlin`, `Europe/New York` → `America/New_York`. */
function suggestZone(timezone: string): string | undefined {
  const city = (text: string) => text.split("/").at(-1)?.toLowerCase().replaceAll(" ", "_");
  const wanted = city(timezone.trim());
  return listZones().find((zone) => city(zone) === wanted);
}

/** The names of the IANA list, UTC first. */
export function listZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

export type Window = { kind: "DURATION"; ms: number } | { kind: "PERCENT"; percent: number };

const DAY_MS = 86_400_000;

/** Whole minutes or hours up to a day, or a whole percentage; undefined when the text is neither. */
export function parseWindow(text: string): Window | undefined {
  const percent = /^(0|[1-9]\d*)%$/.exec(text)?.[1];
  if (percent !== undefined) {
    return Number(percent) <= 100 ? { kind: "PERCENT", percent: Number(percent) } : undefined;
  }
  const ms = /^(0|[1-9]\d*)[mh]$/.test(text) ? parseDuration(text) : undefined;
  return ms !== undefined && ms <= DAY_MS ? { kind: "DURATION", ms } : undefined;
}

export function windowProblem(window: string): string | undefined {
  if (parseWindow(window)) return undefined;
  return `“${window}” is no window: use whole minutes or hours up to 24h, such as 30m or 2h, or a percentage of the time between two runs, such as 50%.`;
}

/** The first tick after a moment. Undefined: there is none any more. */
export function nextTick(rule: ScheduleRule, after: Date): Date | undefined {
  return jobOf(rule).nextRun(after) ?? undefined;
}

/** The next ticks after a moment, in order. */
export function nextTicks(rule: ScheduleRule, after: Date, count: number): Date[] {
  return jobOf(rule).nextRuns(count, after);
}

/** The last tick that is not after a moment. */
export function lastTick(rule: ScheduleRule, moment: Date): Date | undefined {
  return lastTicks(rule, moment, 1)[0];
}

/** The last ticks that are not after a moment, newest first. */
export function lastTicks(rule: ScheduleRule, moment: Date, count: number): Date[] {
  const nextSecond = new Date(Math.floor(moment.getTime() / 1000) * 1000 + 1000);
  return jobOf(rule).previousRuns(count, nextSecond);
}

/**
 * Daylight saving as cron users know it: at a fixed time of day a schedule runs once a day, also when
 * that time is skipped (then right after the gap) or comes twice (then the first time); one with a
 * wildcard or a step follows the clock that passes.
 */
function jobOf({ cron, timezone }: Pick<ScheduleRule, "cron" | "timezone">): Cron {
  return new Cron(cron.trim(), {
    timezone,
    mode: "5-part",
    paused: true,
    fixedTimeRule: "no-wildcard",
  });
}

/**
 * When the run of a tick starts: within the window, always at the same place of it for one schedule,
 * so that a thousand schedules at midnight do not start at midnight. Never after the next tick.
 */
export function startOf(rule: ScheduleRule, scheduleId: string, tick: Date): Date {
  const window = rule.window === null ? undefined : parseWindow(rule.window);
  if (!window) return tick;
  const next = nextTick(rule, tick);
  const periodMs = next ? next.getTime() - tick.getTime() : DAY_MS;
  const windowMs =
    window.kind === "PERCENT" ? (periodMs * window.percent) / 100 : Math.min(window.ms, periodMs);
  const seconds = Math.floor((placeOf(scheduleId) * windowMs) / 1000);
  return new Date(tick.getTime() + seconds * 1000);
}

/** From 0 up to 1, the same for the same id (FNV-1a, mixed so that ids of one moment lie apart). */
function placeOf(scheduleId: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < scheduleId.length; i++) {
    hash = Math.imul(hash ^ scheduleId.charCodeAt(i), 16_777_619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** A tick that will come, and when its run starts. */
export interface UpcomingTick {
  tick: Date;
  startAt: Date;
}

/** The first tick after a moment, with its start. */
export function upcomingTick(
  rule: ScheduleRule,
  scheduleId: string,
  after: Date,
): UpcomingTick | undefined {
  const tick = nextTick(rule, after);
  return tick && { tick, startAt: startOf(rule, scheduleId, tick) };
}

export interface DueTick {
  /** The one that gets a run: the newest whose start has come. */
  tick: Date;
  startAt: Date;
  /** Earlier ones that nobody was there for, counted up to `MISSED_CAP`. They get no run. */
  missed: number;
  next: UpcomingTick | undefined;
}

export const MISSED_CAP = 1_000;

/** What is due by `until`, when `expected` was the tick that would come next. */
export function dueTick(
  rule: ScheduleRule,
  scheduleId: string,
  { expected, until }: { expected: Date; until: Date },
): DueTick {
  const tick = newestDue(rule, scheduleId, { expected, until });
  return {
    tick,
    startAt: startOf(rule, scheduleId, tick),
    missed: countTicks(rule, expected, tick),
    next: upcomingTick(rule, scheduleId, tick),
  };
}

function newestDue(
  rule: ScheduleRule,
  scheduleId: string,
  { expected, until }: { expected: Date; until: Date },
): Date {
  const newest = lastTick(rule, until);
  if (!newest || newest <= expected) return expected;
  if (startOf(rule, scheduleId, newest) <= until) return newest;
  // A start lies before the tick after it, so the one before has begun.
  const before = lastTick(rule, new Date(newest.getTime() - 1));
  return before && before > expected ? before : expected;
}

/** Ticks from one up to another one, which does not count. */
function countTicks(rule: ScheduleRule, from: Date, to: Date): number {
  let count = 0;
  for (let tick: Date | undefined = from; tick && tick < to && count < MISSED_CAP; count++) {
    tick = nextTick(rule, tick);
  }
  return count;
}
