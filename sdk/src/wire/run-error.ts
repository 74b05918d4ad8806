import type { RunError } from "./api.ts";
import type { TaskRunError } from "./errors.ts";

/** The flat error that the API, the dashboard and the test kit show. */
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
      return unknownType(error);
  }
}

function unknownType(error: never): never {
  throw new TypeError(`An error of type ${JSON.stringify(error)} cannot be shown.`);
}
