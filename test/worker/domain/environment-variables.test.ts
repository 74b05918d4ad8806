import { expect, it } from "vitest";
import { variableNameProblem } from "#worker/domain/environment-variables.ts";

it.each([
  ["DATABASE_URL", undefined],
  ["_a1", undefined],
  ["A".repeat(256), undefined],
  ["A".repeat(257), /256/],
  ["", /letters/],
  ["1A", /letters/],
  ["A-B", /letters/],
  ["TRIGGER_SECRET_KEY", /Pawl/],
  ["TRIGGER_API_URL", /Pawl/],
  ["NODE_OPTIONS", /Pawl/],
])("says what is wrong with the name %j", (name, problem) => {
  if (problem === undefined) expect(variableNameProblem(name)).toBeUndefined();
  else expect(variableNameProblem(name)).toMatch(problem);
});
