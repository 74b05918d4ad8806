import { expect, it } from "vitest";
import { dayMarks, hourLabels } from "#components/schedules/next-day.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");
const rule = (cron: string) => ({ cron, timezone: "UTC", window: null });

it("has a mark for each tick of the 24 hours, or one bar for many", () => {
  expect(dayMarks(rule("0 */6 * * *"), NOON)).toEqual({ kind: "MARKS", places: [0.25, 0.5, 0.75] });
  expect(dayMarks(rule("0 0 1 6 *"), NOON)).toEqual({ kind: "MARKS", places: [] });
  expect(dayMarks(rule("*/15 * * * *"), NOON)).toEqual({ kind: "BAR", from: 15 / 1440 });
});

it("names the hours by the clock of a zone", () => {
  expect(hourLabels(NOON, "UTC").map(({ label }) => label)).toEqual([
    "12:00",
    "18:00",
    "00:00",
    "06:00",
  ]);
  const [first] = hourLabels(NOON, "Asia/Kathmandu");
  expect(first).toEqual({ label: "18:00", place: 15 / 1440 });
});
