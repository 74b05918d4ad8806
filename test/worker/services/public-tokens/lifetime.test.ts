import { expect, it } from "vitest";
import { tokenLifetime } from "#worker/services/public-tokens/lifetime.ts";

const now = new Date("2026-05-06T07:08:09.000Z");
const epoch = now.getTime() / 1000;

it.each([
  ["15m", 900],
  ["1hr", 3600],
  ["2 days", 172_800],
  ["1.5 hours", 5400],
  ["90", undefined],
  ["", undefined],
  ["1 month", undefined],
  ["31d", undefined],
  ["0s", undefined],
  [epoch + 60, 60],
  [epoch - 1, undefined],
  [epoch + 31 * 86_400, undefined],
])("of %j is %s seconds", (expirationTime, seconds) => {
  if (seconds) expect(tokenLifetime(expirationTime, now)).toBe(seconds);
  else expect(() => tokenLifetime(expirationTime, now)).toThrow(/30 days/);
});
