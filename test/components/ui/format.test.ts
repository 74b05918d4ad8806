import { describe, expect, test } from "vitest";
import { formatDuration, formatTick } from "#components/ui/format-duration.ts";
import { formatRelative } from "#components/ui/format-time.ts";

const NBSP = "\u00a0";
const plain = (text: string) => text.replaceAll(NBSP, " ");

describe("formatDuration", () => {
  test.each([
    [0, "0 ms"],
    [0.4, "<1 ms"],
    [843, "843 ms"],
    [999.9, "999 ms"],
    [1_000, "1.0 s"],
    [12_449, "12.4 s"],
    [59_999, "59.9 s"],
    [60_000, "1m 00s"],
    [185_000, "3m 05s"],
    [3_599_999, "59m 59s"],
    [8_040_000, "2h 14m"],
    [273_600_000, "3d 04h"],
  ])("%d ms is %s", (ms, expected) => {
    expect(plain(formatDuration(ms))).toBe(expected);
  });

  test("has a dash for what is no duration", () => {
    expect(formatDuration(-1)).toBe("–");
    expect(formatDuration(Number.NaN)).toBe("–");
  });

  test("joins number and unit without a break", () => {
    expect(formatDuration(843)).toContain(NBSP);
  });
});

test.each([
  [0, "0"],
  [200, "200 ms"],
  [2_500, "2.5 s"],
  [60_000, "1m"],
  [90_000, "1m 30s"],
  [7_200_000, "2h"],
])("a tick at %d is labelled %s", (ms, expected) => {
  expect(plain(formatTick(ms))).toBe(expected);
});

describe("formatRelative", () => {
  const now = Date.UTC(2026, 2, 12, 14);
  test.each([
    [0, "now"],
    [12_000, "12s ago"],
    [130_000, "2m ago"],
    [7_300_000, "2h ago"],
    [3 * 86_400_000, "3d ago"],
    [-300_000, "in 5m"],
  ])("%d ms before now is %s", (before, expected) => {
    expect(formatRelative(now - before, now)).toBe(expected);
  });

  test("is a date from a week on", () => {
    expect(formatRelative(now - 8 * 86_400_000, now)).toMatch(/^4 Mar, /);
  });
});

test.each([
  [479_335, 5, "7m\u00a059.335s"],
  [62_500, 500, "1m\u00a02.5s"],
  [3_723_000, 1_000, "1h\u00a002m\u00a03s"],
  [94_500_000, 900_000, "1d\u00a02h\u00a015m"],
  [2_340, 20, "2.34\u00a0s"],
  [90_000, 30_000, "1m\u00a030s"],
])("a tick of %d ms tells itself from one %d ms further: %s", (ms, step, text) => {
  expect(formatTick(ms, step)).toBe(text);
});
