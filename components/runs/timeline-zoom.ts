import { axisTicks, type TimelineLayout, type TimelineRow } from "./timeline-layout.ts";

/** A stretch of the time axis, in epoch milliseconds. */
export type TimeWindow = { fromMs: number; toMs: number };

/** What is shorter than this has nothing in it that could be told apart. */
const LEAST_MS = 5;
/** Room beside a row that is zoomed to. */
const MARGIN = 0.04;

/** The same rows over a part of their axis; the whole of it without a window. */
export function zoomLayout(layout: TimelineLayout, window: TimeWindow | undefined): TimelineLayout {
  if (window === undefined) return layout;
  const { fromMs, toMs } = inside(layout, window);
  return {
    ...layout,
    originMs: fromMs,
    endMs: toMs,
    ticksMs: axisTicks(toMs - layout.zeroMs, fromMs - layout.zeroMs),
  };
}

/**
 * The window that shows `factor` times as much as `shown` does, with what is at `share` of its width where it was.
 * Undefined when that is everything there is.
 */
export function zoomAround(
  layout: TimelineLayout,
  shown: TimelineLayout,
  { share, factor }: { share: number; factor: number },
): TimeWindow | undefined {
  const length = shown.endMs - shown.originMs;
  const wanted = Math.max(LEAST_MS, length * factor);
  const fromMs = shown.originMs + (length - wanted) * share;
  return asWindow(layout, { fromMs, toMs: fromMs + wanted });
}

/** Moved by a share of its width, and no further than the axis goes. */
export function pan(layout: TimelineLayout, shown: TimelineLayout, share: number): TimeWindow {
  const byMs = (shown.endMs - shown.originMs) * share;
  return inside(layout, { fromMs: shown.originMs + byMs, toMs: shown.endMs + byMs });
}

/** Between two places of what is shown, given as shares of its width in any order. */
export function windowBetween(
  layout: TimelineLayout,
  shown: TimelineLayout,
  shares: readonly [number, number],
): TimeWindow | undefined {
  const at = (share: number) => shown.originMs + (shown.endMs - shown.originMs) * share;
  const fromMs = at(Math.min(...shares));
  const toMs = Math.max(at(Math.max(...shares)), fromMs + LEAST_MS);
  return asWindow(layout, { fromMs, toMs });
}

/** From the start of a row to its end; to now while it has none. */
export function windowOfRow(
  layout: TimelineLayout,
  row: TimelineRow,
  nowMs: number,
): TimeWindow | undefined {
  const endMs = row.endMs ?? nowMs;
  const margin = Math.max(LEAST_MS / 2, (endMs - row.startMs) * MARGIN);
  return asWindow(layout, { fromMs: row.startMs - margin, toMs: endMs + margin });
}

function asWindow(layout: TimelineLayout, window: TimeWindow): TimeWindow | undefined {
  const found = inside(layout, window);
  const isAll = found.fromMs <= layout.originMs && found.toMs >= layout.endMs;
  return isAll ? undefined : found;
}

/** As long as it is, where that is possible, and within the axis. */
function inside({ originMs, endMs }: TimelineLayout, { fromMs, toMs }: TimeWindow): TimeWindow {
  const length = Math.min(toMs - fromMs, endMs - originMs);
  const start = Math.min(Math.max(fromMs, originMs), endMs - length);
  return { fromMs: start, toMs: start + length };
}
