import { expect, it } from "vitest";
import { describeFault } from "#worker/domain/describe-fault.ts";

it("gives code, message and stack of an error, and nothing that it carries", () => {
  const refused = Object.assign(new Error("new row violates a constraint"), {
    code: "23514",
    detail: 'Failing row contains ("secret payload").',
  });
  const text = describeFault(refused);
  expect(text).toMatch(/^23514 Error: new row violates a constraint\n\s+at /);
  expect(text).not.toContain("secret payload");
  expect(describeFault({ detail: "secret payload" })).toBe("no error, but of type object");
});
