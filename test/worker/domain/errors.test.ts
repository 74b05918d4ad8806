import { describe, expect, it } from "vitest";
import { DomainError, notFound } from "#worker/domain/errors.ts";

describe("DomainError", () => {
  it("carries a code, a message and details", () => {
    const error = new DomainError("CONFLICT", "Taken.", { by: "you" });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "DomainError",
      code: "CONFLICT",
      message: "Taken.",
      details: { by: "you" },
    });
  });

  it("has no details unless they are given", () => {
    expect(new DomainError("CONFLICT", "Taken.").details).toBeUndefined();
  });
});

describe("notFound", () => {
  it("names what is missing and where it was looked for", () => {
    expect(notFound("Run run_1")).toMatchObject({
      code: "NOT_FOUND",
      message: "Run run_1 not found in this environment.",
    });
  });
});
