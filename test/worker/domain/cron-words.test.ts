import { expect, it } from "vitest";
import { cronWords } from "#worker/domain/cron-words.ts";

it.each([
  ["*/5 * * * *", "Every 5 minutes"],
  ["0 9 * * MON-FRI", "At 09:00, Monday through Friday"],
  ["0 0 L * *", "At 00:00, on the last day of the month"],
  ["30 1,13 1 JAN *", "At 01:30 and 13:30, on day 1 of the month, only in January"],
  ["nonsense", "nonsense"],
])("says what %s means", (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});
