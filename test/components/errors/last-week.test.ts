import { expect, test } from "vitest";
import { lastWeek } from "#components/errors/last-week.ts";

test("a week is 28 bars of six hours, the newest last, and what is older is left out", () => {
  const now = Date.parse("2026-03-12T14:30:00Z");
  const bars = lastWeek(
    [
      { at: "2026-03-12T14:00:00Z", count: 2 },
      { at: "2026-03-12T09:00:00Z", count: 1 },
      { at: "2026-03-12T08:00:00Z", count: 5 },
      { at: "2026-03-01T08:00:00Z", count: 100 },
    ],
    now,
  );
  expect(bars).toHaveLength(28);
  expect(bars.slice(-2).map(({ value }) => value)).toEqual([5, 3]);
  expect(bars.reduce((sum, { value }) => sum + value, 0)).toBe(8);
});
