import { describe, expect, it } from "vitest";
import { parseDelay, parseDuration } from "#worker/domain/duration.ts";

const HOUR = 3_600_000;

describe("parseDuration", () => {
  it.each([
    ["1s", 1_000],
    ["10m", 600_000],
    ["2h", 2 * HOUR],
    ["2hr", 2 * HOUR],
    ["3d", 72 * HOUR],
    ["1w", 168 * HOUR],
    ["1h30m", 1.5 * HOUR],
    ["1d2h3m4s", 26 * HOUR + 184_000],
    ["0s", 0],
    ["007m", 420_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "10", "m", "10 m", "1.5h", "-1h", "1h ", "1h30", "10x", "1H", "1ms", "h1"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it("refuses a text of more than 100 characters", () => {
    expect(parseDuration("1s".repeat(50))).toBe(50_000);
    expect(parseDuration("1s".repeat(51))).toBeUndefined();
  });

  it("refuses a duration that leads out of every calendar", () => {
    expect(parseDuration("36500d")).toBe(36_500 * 24 * HOUR);
    expect(parseDuration("36501d")).toBeUndefined();
    expect(parseDuration(`${"9".repeat(60)}w`)).toBeUndefined();
  });

  it("reads the same text twice in the same way", () => {
    expect(parseDuration("5m")).toBe(300_000);
    expect(parseDuration("5mx")).toBeUndefined();
    expect(parseDuration("5m")).toBe(300_000);
  });
});

describe("parseDelay", () => {
  const now = new Date("2026-03-04T05:06:07.008Z");

  it("counts a duration from now", () => {
    expect(parseDelay("1h30m", now)).toEqual(new Date("2026-03-04T06:36:07.008Z"));
  });

  it("reads an ISO 8601 date", () => {
    expect(parseDelay("2030-01-01T00:00:00+01:00", now)).toEqual(
      new Date("2029-12-31T23:00:00.000Z"),
    );
  });

  it("gives a date that has passed as it is", () => {
    expect(parseDelay("2020-01-01T00:00:00Z", now)).toEqual(new Date("2020-01-01T00:00:00Z"));
  });

  it.each(["", "soon", "1 hour", "2026-13-01"])("refuses %j", (text) => {
    expect(parseDelay(text, now)).toBeUndefined();
  });

  it("refuses a duration that is too long, instead of taking it for no delay", () => {
    expect(parseDelay(`${"9".repeat(60)}w`, now)).toBeUndefined();
  });
});
