import type { RunError } from "#sdk/wire/api.ts";
import type { TaskRunError } from "#sdk/wire/errors.ts";
import { assertNever } from "./assert-never.ts";

/** The flat error that the API and the dashboard show. */
export function presentError(error: TaskRunError): RunError {
  switch (error.type) {
    case "BUILT_IN_ERROR":
      return {
        name: error.name,
        message: error.message,
        stackTrace: error.stackTrace,
        ...(error.causes && { causes: error.causes }),
      };
    case "STRING_ERROR":
    case "CUSTOM_ERROR":
      return { message: error.raw };
    case "INTERNAL_ERROR":
      return {
        name: error.code,
        message: error.message ?? error.code,
        ...(error.stackTrace && { stackTrace: error.stackTrace }),
      };
    default:
      return assertNever(error);
  }
}
