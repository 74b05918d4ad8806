import { expect, test } from "vitest";
import type { TimelineLayout, TimelineRow } from "#components/runs/timeline-layout.ts";
import {
  pan,
  windowBetween,
  windowOfRow,
  zoomAround,
  zoomLayout,
} from "#components/runs/timeline-zoom.ts";

/** Ten seconds, from the thousandth second on. */
const all: TimelineLayout = {
  ...{ rows: [], originMs: 1_000_000, endMs: 1_010_000, zeroMs: 1_000_000 },
  ticksMs: [0, 2_000, 4_000, 6_000, 8_000],
};

const row = (startMs: number, endMs: number | undefined): TimelineRow => ({
  ...{ id: "a", parentId: undefined, depth: 0, label: "a", tone: "neutral" },
  ...{ startMs, endMs, segments: [], logMarksMs: [], hasChildren: false },
});

test("what is under the pointer stays there while the rest comes nearer", () => {
  const window = zoomAround(all, all, { share: 0.2, factor: 0.5 });
  expect(window).toEqual({ fromMs: 1_001_000, toMs: 1_006_000 });
  const shown = zoomLayout(all, window);
  expect(shown).toMatchObject({ originMs: 1_001_000, endMs: 1_006_000, zeroMs: 1_000_000 });
  expect(shown.ticksMs).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
  expect(zoomAround(all, shown, { share: 0.2, factor: 2 })).toBeUndefined();
});

test("a window stays within the axis, and is never too short to see anything in it", () => {
  const shown = zoomLayout(all, { fromMs: 1_008_000, toMs: 1_010_000 });
  expect(pan(all, shown, 1)).toEqual({ fromMs: 1_008_000, toMs: 1_010_000 });
  expect(pan(all, shown, -0.5)).toEqual({ fromMs: 1_007_000, toMs: 1_009_000 });
  expect(windowBetween(all, shown, [0.5, 0.5])).toEqual({ fromMs: 1_009_000, toMs: 1_009_005 });
});

test("a stretch is drawn in either direction", () => {
  expect(windowBetween(all, all, [0.6, 0.4])).toEqual({ fromMs: 1_004_000, toMs: 1_006_000 });
  expect(windowBetween(all, all, [0, 1])).toBeUndefined();
});

test("a row is shown with a little room beside it, one that is not over until now", () => {
  expect(windowOfRow(all, row(1_002_000, 1_003_000), 0)).toEqual({
    ...{ fromMs: 1_001_960, toMs: 1_003_040 },
  });
  expect(windowOfRow(all, row(1_002_000, undefined), 1_004_000)?.toMs).toBe(1_004_080);
  expect(windowOfRow(all, row(1_000_000, 1_010_000), 0)).toBeUndefined();
});

test("without a window everything is shown", () => {
  expect(zoomLayout(all, undefined)).toBe(all);
});
