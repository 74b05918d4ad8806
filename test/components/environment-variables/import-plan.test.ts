import { expect, it } from "vitest";
import { planChange } from "#components/environment-variables/import-plan.ts";

const updatedAt = "2026-05-06T07:08:09.010Z";
const existing = [
  { name: "OPEN", value: "1", isSecret: false, updatedAt },
  { name: "SECRET", value: "<redacted>", isSecret: true, updatedAt },
];

it.each([
  ["NEW", "1", false, "ADDED"],
  ["NEW", "1", true, "ADDED"],
  ["OPEN", "2", false, "CHANGED"],
  ["OPEN", "2", true, "CHANGED"],
  ["OPEN", "1", false, "SAME"],
  ["OPEN", "1", true, "MADE_SECRET"],
  ["SECRET", "<redacted>", false, "REPLACES_SECRET"],
] as const)("plans %s=%s, secret: %s, as %s", (name, value, isSecret, change) => {
  expect(planChange({ name, value }, existing, isSecret)).toBe(change);
});
