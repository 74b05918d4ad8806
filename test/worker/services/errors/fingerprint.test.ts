import { expect, it } from "vitest";
import { fingerprintOf } from "#worker/services/errors/fingerprint.ts";

it("is 16 characters, the same for one fault and another for the next", () => {
  const of = (raw: string) => fingerprintOf({ type: "STRING_ERROR", raw });
  expect(of("No user 1")).toMatch(/^[0-9a-f]{16}$/);
  expect(of("No user 1")).toBe(of("No user 2"));
  expect(of("No user 1")).not.toBe(of("No order 1"));
});
