import superjson from "superjson";
import { expect, it } from "vitest";
import { checkScheduleTest, toField } from "#components/test-run/schedule-payload.ts";

const FIELDS = { timestamp: "2026-03-29T01:00", lastTimestamp: "", timezone: "", externalId: "" };

it("makes the payload of a tick, with dates", () => {
  const checked = checkScheduleTest({
    ...FIELDS,
    lastTimestamp: "2026-03-28T01:00",
    externalId: "x",
  });
  if (!checked.ok) throw new Error("It is right.");
  expect(checked.payloadType).toBe("application/super+json");
  expect(superjson.parse(checked.payload)).toMatchObject({
    scheduleId: "sched_1234",
    timestamp: new Date("2026-03-29T01:00:00Z"),
    lastTimestamp: new Date("2026-03-28T01:00:00Z"),
    timezone: "UTC",
    externalId: "x",
  });
  expect(toField(new Date("2026-03-29T01:00:59Z"))).toBe("2026-03-29T01:00");
});

it("says what is wrong", () => {
  expect(
    checkScheduleTest({ ...FIELDS, timestamp: "", lastTimestamp: "soon", timezone: "berlin" }),
  ).toEqual({
    ok: false,
    problems: {
      timestamp: expect.any(String),
      lastTimestamp: expect.any(String),
      timezone: expect.stringContaining("Europe/Berlin"),
    },
  });
  expect(checkScheduleTest(FIELDS).ok).toBe(true);
});
