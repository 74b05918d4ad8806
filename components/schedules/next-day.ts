import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { nextTicks, type ScheduleRule } from "#worker/domain/schedule.ts";

export const DAY_MS = 86_400_000;
/** More would run into each other: they are one bar. */
const MOST_MARKS = 30;

export function ruleOf(schedule: ScheduleObject): ScheduleRule {
  const { generator, timezone, window = null } = schedule;
  return { cron: generator.expression, timezone, window };
}

export type DayMarks =
  /** Places in the day, from 0 to 1. */
  | { kind: "MARKS"; places: number[] }
  /** So many that they are one bar, from here on. */
  | { kind: "BAR"; from: number };

/** What a schedule does in the 24 hours after a moment. */
export function dayMarks(rule: ScheduleRule, from: number): DayMarks {
  const ticks = nextTicks(rule, new Date(from), MOST_MARKS + 1).map(
    (tick) => tick.getTime() - from,
  );
  const places = ticks.filter((ms) => ms < DAY_MS).map((ms) => ms / DAY_MS);
  const [first] = places;
  return places.length > MOST_MARKS && first !== undefined
    ? { kind: "BAR", from: first }
    : { kind: "MARKS", places };
}

export type HourLabel = { place: number; label: string };

/** The full hours of those 24 that are divisible by six, as the clock of a zone has them. */
export function hourLabels(from: number, timezone?: string): HourLabel[] {
  const format = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(timezone !== undefined && { timeZone: timezone }),
  });
  const labels: HourLabel[] = [];
  // Zones are apart by quarters of hours.
  const quarter = 900_000;
  for (let at = Math.ceil(from / quarter) * quarter; at < from + DAY_MS; at += quarter) {
    const label = format.format(at);
    if (/^(00|06|12|18):00$/.test(label)) labels.push({ place: (at - from) / DAY_MS, label });
  }
  return labels;
}
