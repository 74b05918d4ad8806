import type { Bar } from "#components/ui/bars.tsx";

const HOUR_MS = 3_600_000;
/** Six hours a bar: 28 of them fit a phone. */
const HOURS_PER_BAR = 6;
const BARS = (7 * 24) / HOURS_PER_BAR;

/** Counts by hour as bars of six hours over the last week, the oldest first. */
export function lastWeek(
  occurrences: readonly { at: string; count: number }[],
  now: number,
): Bar[] {
  const step = HOURS_PER_BAR * HOUR_MS;
  const end = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  const start = end - BARS * step;
  const values = Array.from({ length: BARS }, () => 0);
  for (const { at, count } of occurrences) {
    const index = Math.floor((Date.parse(at) - start) / step);
    if (index >= 0 && index < BARS) values[index] = (values[index] ?? 0) + count;
  }
  return values.map((value, index) => ({
    label: dayFormat.format(start + index * step),
    value,
  }));
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
