import { expect, test } from "vitest";
import { matchesStatus } from "#sdk/retry/status-pattern.ts";

test.each<[string, number[], number[]]>([
  ["all", [200, 599], []],
  ["429", [429], [428, 430]],
  ["5xx", [500, 599], [499, 600]],
  ["500-502", [500, 502], [499, 503]],
  ["408, 429,5XX", [408, 429, 503], [400]],
  ["nonsense", [], [200, 500]],
])("%s", (pattern, yes, no) => {
  for (const status of yes) expect(matchesStatus(pattern, status)).toBe(true);
  for (const status of no) expect(matchesStatus(pattern, status)).toBe(false);
});
