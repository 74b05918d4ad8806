import { expect, it } from "vitest";
import { listTimezones } from "#worker/services/schedules/list-timezones.ts";

it("lists the zones, UTC first or not at all", () => {
  const { timezones } = listTimezones({ excludeUtc: false });
  expect(timezones[0]).toBe("UTC");
  expect(timezones).toContain("America/New_York");
  expect(listTimezones({ excludeUtc: true }).timezones).toEqual(timezones.slice(1));
});
