import { expect, it } from "vitest";
import { KEY_PREFIXES } from "#worker/domain/key-prefixes.ts";

it("gives every type of environment a prefix that no other has", () => {
  const prefixes = Object.values(KEY_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
  for (const prefix of prefixes) expect(prefix).toMatch(/^tr_[a-z]+_$/);
});
