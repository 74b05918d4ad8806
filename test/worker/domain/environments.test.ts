import { expect, it } from "vitest";
import { ENVIRONMENT_TYPES, toneOf } from "#worker/domain/environments.ts";

it("an environment has the colour that was chosen, else its type's", () => {
  expect(ENVIRONMENT_TYPES.map((type) => toneOf({ type, tone: null }))).toEqual([
    "NEUTRAL",
    "WARNING",
    "INFO",
    "ACCENT",
  ]);
  expect(toneOf({ type: "PRODUCTION", tone: "DANGER" })).toBe("DANGER");
});
