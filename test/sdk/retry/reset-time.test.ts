import { expect, test } from "vitest";
import type { ResetFormat } from "#sdk/retry/reset-time.ts";
import { resetTime } from "#sdk/retry/reset-time.ts";

const NOW = 1_000_000;

test.each<[string | null, ResetFormat | undefined, number | undefined]>([
  ["1767323045", "unix_timestamp", 1_767_323_045_000],
  ["1767323045678", undefined, 1_767_323_045_678],
  ["2026-01-02T03:04:05Z", "iso_8601", Date.UTC(2026, 0, 2, 3, 4, 5)],
  ["1h6m0s", "iso_8601_duration_openai_variant", NOW + 3_960_000],
  ["1.5s", "iso_8601_duration_openai_variant", NOW + 1_500],
  ["2d20ms", "iso_8601_duration_openai_variant", NOW + 172_800_020],
  ["soon", "iso_8601_duration_openai_variant", undefined],
  ["soon", "unix_timestamp", undefined],
  ["", undefined, undefined],
  [null, undefined, undefined],
])("%s as %s", (text, format, expected) => {
  expect(resetTime(text, format, NOW)).toBe(expected);
});
