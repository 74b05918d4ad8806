import { describe, expect, it } from "vitest";
import { presentError } from "#worker/domain/run-error.ts";

describe("presentError", () => {
  it("shows a thrown error with its stack", () => {
    const thrown = { name: "TypeError", message: "No", stackTrace: "TypeError: No" };
    expect(presentError({ type: "BUILT_IN_ERROR", ...thrown })).toEqual(thrown);
  });

  it("shows the causes of a thrown error", () => {
    const thrown = {
      name: "Error",
      message: "No",
      stackTrace: "Error: No",
      causes: [{ message: "Deeper" }],
    };
    expect(presentError({ type: "BUILT_IN_ERROR", ...thrown })).toEqual(thrown);
  });

  it.each(["STRING_ERROR", "CUSTOM_ERROR"] as const)("shows the text of a %s", (type) => {
    expect(presentError({ type, raw: "No" })).toEqual({ message: "No" });
  });

  it("shows an error of ours by its code", () => {
    expect(
      presentError({
        type: "INTERNAL_ERROR",
        code: "TASK_RUN_EXPIRED",
        message: "Too late.",
        stackTrace: "last words",
      }),
    ).toEqual({ name: "TASK_RUN_EXPIRED", message: "Too late.", stackTrace: "last words" });
  });

  it("falls back to the code where an error of ours has no message", () => {
    expect(presentError({ type: "INTERNAL_ERROR", code: "HANDLE_ERROR_ERROR" })).toEqual({
      name: "HANDLE_ERROR_ERROR",
      message: "HANDLE_ERROR_ERROR",
    });
  });
});
