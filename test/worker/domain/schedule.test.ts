import { describe, expect, it } from "vitest";
import {
  cronProblem,
  dueTick,
  lastTick,
  listZones,
  MISSED_CAP,
  nextTick,
  nextTicks,
  parseWindow,
  type ScheduleRule,
  startOf,
  timezoneProblem,
  upcomingTick,
  windowProblem,
} from "#worker/domain/schedule.ts";

const rule = (cron: string, timezone = "UTC", window: string | null = null): ScheduleRule => ({
  cron,
  timezone,
  window,
});
const at = (text: string) => new Date(`${text}Z`);
const iso = (dates: (Date | undefined)[]) => dates.map((date) => date?.toISOString().slice(0, 16));
const ticks = (cron: string, timezone: string, after: string, count = 3) =>
  iso(nextTicks(rule(cron, timezone), at(after), count));

describe("a cron expression", () => {
  it.each([
    ["0 9 * * *"],
    ["*/5 * * * *"],
    ["0 9 * JAN-MAR MON-FRI"],
    ["0 0 L * *"],
    ["0 18 * * 5L"],
    ["0 9 * * MON#2"],
    ["0 0 29 2 *"],
    ["  0  9 * * 7 "],
  ])("%s is one", (cron) => {
    expect(cronProblem(cron)).toBeUndefined();
  });

  it.each([
    ["", /needs five fields/],
    ["hello", /needs five fields \(minute, hour, day of month, month, day of week\), such as/],
    ["0 9 * *", /needs five fields/],
    ["0 0 9 * * *", /Seconds are not supported: leave the first out/],
    ["@daily", /needs five fields/],
    ["61 * * * *", /invalid value for minute: 61/],
    ["0 25 * * *", /hour: 25/],
    ["0 9 * * 8", /dayOfWeek: 8/],
    ["0 9 * FOO *", /is no cron expression/],
    ["? 9 * * *", /“\?” is no minute of a cron expression/],
    ["*/0 * * * *", /stepping/],
    ["30-10 * * * *", /larger/],
    ["0 0 30 2 *", /never comes: no month has that day/],
  ])("%s is none, and it is said why", (cron, why) => {
    expect(cronProblem(cron)).toMatch(why);
  });

  it("means the last day, names, and either of two days", () => {
    expect(ticks("0 9 L * *", "UTC", "2026-01-31T09:00")).toEqual([
      "2026-02-28T09:00",
      "2026-03-31T09:00",
      "2026-04-30T09:00",
    ]);
    expect(ticks("0 9 * * FRI", "UTC", "2026-01-01T00:00", 1)).toEqual(["2026-01-02T09:00"]);
    expect(ticks("0 9 * * 5L", "UTC", "2026-01-01T00:00", 2)).toEqual([
      "2026-01-30T09:00",
      "2026-02-27T09:00",
    ]);
    expect(ticks("0 0 13 * FRI", "UTC", "2026-01-01T00:00", 3)).toEqual([
      "2026-01-02T00:00",
      "2026-01-09T00:00",
      "2026-01-13T00:00",
    ]);
  });
});

describe("a time zone", () => {
  it("is a name of the IANA list", () => {
    for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Asia/Calcutta"]) {
      expect(timezoneProblem(zone)).toBeUndefined();
    }
    expect(timezoneProblem("+02:00")).toMatch(/Use a name such as Europe\/Berlin/);
    expect(timezoneProblem("")).toMatch(/no time zone/);
    expect(timezoneProblem("Mars/Olympus")).toMatch(/Use a name/);
    expect(timezoneProblem("berlin")).toMatch(/Did you mean Europe\/Berlin\?/);
    expect(timezoneProblem("Europe/New York")).toMatch(/Did you mean America\/New_York\?/);
    expect(listZones().slice(0, 2)).toEqual(["UTC", "Africa/Abidjan"]);
    expect(listZones().filter((zone) => zone === "UTC")).toHaveLength(1);
  });
});

/** What a clock on the wall of a place does on its two odd days of the year. */
describe("daylight saving", () => {
  it("runs once on the day that skips its time: right after the gap", () => {
    expect(ticks("30 2 * * *", "America/New_York", "2026-03-07T12:00")).toEqual([
      "2026-03-08T07:00", // 03:00, the first minute after 01:59
      "2026-03-09T06:30",
      "2026-03-10T06:30",
    ]);
    expect(ticks("0,30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", 3)).toEqual([
      "2026-03-29T01:00",
      "2026-03-30T00:00",
      "2026-03-30T00:30",
    ]);
  });

  it("runs once on the day that has its time twice: the first time", () => {
    expect(ticks("30 1 * * *", "America/New_York", "2026-11-01T00:00", 2)).toEqual([
      "2026-11-01T05:30",
      "2026-11-02T06:30",
    ]);
    expect(ticks("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", 2)).toEqual([
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ]);
    // Asked in between, it has been.
    expect(ticks("30 1 * * *", "America/New_York", "2026-11-01T05:30", 1)).toEqual([
      "2026-11-02T06:30",
    ]);
  });

  it("follows the hours that pass with a wildcard, through both", () => {
    expect(ticks("30 * * * *", "America/New_York", "2026-03-08T05:40", 3)).toEqual([
      "2026-03-08T06:30", // 01:30
      "2026-03-08T07:30", // 03:30
      "2026-03-08T08:30",
    ]);
    expect(ticks("30 * * * *", "America/New_York", "2026-11-01T04:40", 3)).toEqual([
      "2026-11-01T05:30", // 01:30 of summer
      "2026-11-01T06:30", // 01:30 of winter
      "2026-11-01T07:30",
    ]);
  });

  it("knows half hours, and midnights that do not exist", () => {
    expect(ticks("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00", 2)).toEqual([
      "2026-10-03T15:30",
      "2026-10-04T15:15",
    ]);
    expect(ticks("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00", 2)).toEqual([
      "2018-11-04T03:00",
      "2018-11-05T02:00",
    ]);
  });

  it("keeps noon at noon", () => {
    expect(ticks("0 12 * * *", "Europe/Berlin", "2026-03-28T00:00", 2)).toEqual([
      "2026-03-28T11:00",
      "2026-03-29T10:00",
    ]);
  });

  it("looks back as it looks ahead", () => {
    const zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];
    const crons = ["*/20 * * * *", "30 2 * * *", "30 1 * * *", "0,30 1,2 * * *", "0 */3 * * *"];
    const days = ["2026-03-07", "2026-03-28", "2026-10-03", "2026-10-24", "2026-10-31"];
    let compared = 0;
    for (const timezone of zones) {
      for (const cron of crons) {
        for (const day of days) {
          const all = nextTicks(rule(cron, timezone), at(`${day}T00:00`), 30);
          for (const tick of all) {
            expect(lastTick(rule(cron, timezone), tick)).toEqual(tick);
            compared++;
          }
        }
      }
    }
    expect(compared).toBe(75 * 30);
  });
});

describe("a window", () => {
  it("is minutes, hours or a percentage", () => {
    expect(parseWindow("30m")).toEqual({ kind: "DURATION", ms: 1_800_000 });
    expect(parseWindow("24h")).toEqual({ kind: "DURATION", ms: 86_400_000 });
    expect(parseWindow("0%")).toEqual({ kind: "PERCENT", percent: 0 });
    expect(parseWindow("100%")).toEqual({ kind: "PERCENT", percent: 100 });
    for (const text of ["25h", "101%", "1.5h", "30s", "1d", "1h30m", "", "05m", "-1m", "m"]) {
      expect(windowProblem(text)).toMatch(/is no window: use whole minutes or hours/);
    }
    expect(windowProblem("30m")).toBeUndefined();
  });

  it("has one place for each schedule, spread over the window", () => {
    const hourly = rule("0 * * * *", "UTC", "30m");
    const tick = at("2026-01-01T10:00");
    const offsets = Array.from(
      { length: 600 },
      (_, i) => startOf(hourly, `0198c0de-0000-7000-8000-${i}`, tick).getTime() - tick.getTime(),
    );
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...offsets)).toBeLessThan(1_800_000);
    const sixths = [0, 0, 0, 0, 0, 0];
    for (const offset of offsets) {
      const sixth = Math.floor(offset / 300_000);
      sixths[sixth] = (sixths[sixth] ?? 0) + 1;
    }
    for (const count of sixths) expect(count).toBeGreaterThan(60);
    const one = startOf(hourly, "a", tick).getTime() - tick.getTime();
    const later = at("2026-01-01T17:00");
    expect(startOf(hourly, "a", later).getTime() - later.getTime()).toBe(one);
  });

  it("never reaches over the next tick", () => {
    const tick = at("2026-01-01T10:00");
    for (const window of ["24h", "100%"]) {
      for (let i = 0; i < 200; i++) {
        const start = startOf(rule("*/10 * * * *", "UTC", window), `id-${i}`, tick);
        expect(start.getTime()).toBeLessThan(at("2026-01-01T10:10").getTime());
      }
    }
    expect(startOf(rule("0 * * * *"), "a", tick)).toEqual(tick);
    expect(startOf(rule("0 * * * *", "UTC", "0m"), "a", tick)).toEqual(tick);
  });
});

describe("a due tick", () => {
  const due = (over: ScheduleRule, expected: string, until: string) => {
    const found = dueTick(over, "an-id", { expected: at(expected), until: at(until) });
    return { ...found, tick: iso([found.tick])[0], next: iso([found.next?.tick])[0] };
  };

  it("is the one that was expected, with nothing missed", () => {
    expect(due(rule("0 9 * * *"), "2026-01-01T09:00", "2026-01-01T09:00:59")).toMatchObject({
      tick: "2026-01-01T09:00",
      missed: 0,
      next: "2026-01-02T09:00",
      startAt: at("2026-01-01T09:00"),
    });
  });

  it("is the newest after a time without anybody, once", () => {
    expect(due(rule("*/5 * * * *"), "2026-01-01T09:00", "2026-01-01T10:02:59")).toMatchObject({
      tick: "2026-01-01T10:00",
      missed: 12,
      next: "2026-01-01T10:05",
    });
  });

  it("is counted over a night that has an hour twice", () => {
    const berlin = rule("30 * * * *", "Europe/Berlin");
    expect(due(berlin, "2026-10-24T22:30", "2026-10-25T04:00")).toMatchObject({
      tick: "2026-10-25T03:30",
      missed: 5,
    });
  });

  it("stops counting", () => {
    expect(due(rule("* * * * *"), "2026-01-01T00:00", "2026-02-01T00:00").missed).toBe(MISSED_CAP);
  });

  it("is the one before while the newest has not come to its place in the window", () => {
    const spread = rule("0 * * * *", "UTC", "100%");
    const id = ["a", "b", "c", "d"].find(
      (one) => startOf(spread, one, at("2026-01-01T12:00")) > at("2026-01-01T12:10"),
    );
    const found = dueTick(spread, id ?? "", {
      expected: at("2026-01-01T09:00"),
      until: at("2026-01-01T12:10"),
    });
    expect(iso([found.tick, found.next?.tick])).toEqual(["2026-01-01T11:00", "2026-01-01T12:00"]);
    expect(found.missed).toBe(2);
    expect(found.startAt).toEqual(startOf(spread, id ?? "", found.tick));
  });

  it("comes next with its start", () => {
    const spread = rule("0 * * * *", "UTC", "50%");
    const upcoming = upcomingTick(spread, "a", at("2026-01-01T09:00"));
    expect(upcoming?.tick).toEqual(at("2026-01-01T10:00"));
    expect(upcoming?.startAt).toEqual(startOf(spread, "a", at("2026-01-01T10:00")));
    expect(nextTick(rule("0 9 * * *"), at("2026-01-01T09:00"))).toEqual(at("2026-01-02T09:00"));
  });
});
