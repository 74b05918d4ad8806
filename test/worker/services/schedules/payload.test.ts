import superjson from "superjson";
import { expect, it } from "vitest";
import { friendlyId } from "#worker/domain/ids.ts";
import { scheduleInput } from "#worker/services/schedules/payload.ts";

const schedule = {
  id: "0198c0de-0000-7000-8000-000000000000",
  type: "IMPERATIVE" as const,
  cron: "0 9 * * *",
  timezone: "Europe/Berlin",
  window: null,
  externalId: "customer_7",
  lastTickAt: new Date("2026-03-27T08:00:00Z"),
};

it("is what a scheduled task is given, with dates that are dates", () => {
  const input = scheduleInput(schedule, new Date("2026-03-28T08:00:00Z"), { test: true });
  expect(input.options).toMatchObject({ payloadType: "application/super+json", test: true });
  const payload = superjson.parse<{ upcoming: Date[] }>(String(input.payload));
  expect(payload).toEqual({
    scheduleId: friendlyId("sched", schedule.id),
    type: "IMPERATIVE",
    timestamp: new Date("2026-03-28T08:00:00Z"),
    lastTimestamp: new Date("2026-03-27T08:00:00Z"),
    externalId: "customer_7",
    timezone: "Europe/Berlin",
    upcoming: expect.any(Array),
  });
  expect(payload.upcoming).toHaveLength(10);
  // Nine o'clock in summer.
  expect(payload.upcoming[0]).toEqual(new Date("2026-03-29T07:00:00Z"));
});

it("leaves out what there is not", () => {
  const first = { ...schedule, externalId: null, lastTickAt: null };
  const input = scheduleInput(first, new Date("2026-03-28T08:00:00Z"));
  const payload = superjson.parse<object>(String(input.payload));
  expect(Object.keys(payload).sort()).toEqual([
    "scheduleId",
    "timestamp",
    "timezone",
    "type",
    "upcoming",
  ]);
});
