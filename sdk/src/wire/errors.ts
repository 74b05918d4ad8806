/**
 * A task's error as data: what a run stores, what the API shows and what crosses
 * the process boundary. `BUILT_IN_ERROR` is a thrown `Error`, `STRING_ERROR` a thrown
 * string, `CUSTOM_ERROR` anything else (JSON text), `INTERNAL_ERROR` ours, with a code.
 */
export type TaskRunError =
  | {
      type: "BUILT_IN_ERROR";
      name: string;
      message: string;
      stackTrace: string;
      causes?: TaskRunErrorCause[];
    }
  | { type: "STRING_ERROR"; raw: string }
  | { type: "CUSTOM_ERROR"; raw: string }
  | { type: "INTERNAL_ERROR"; code: InternalErrorCode; message?: string; stackTrace?: string };

export type TaskRunErrorCause = { message: string; name?: string; stackTrace?: string };

export const INTERNAL_ERROR_CODES = [
  "COULD_NOT_FIND_TASK",
  "COULD_NOT_IMPORT_TASK",
  "TASK_INPUT_ERROR",
  "TASK_OUTPUT_ERROR",
  "HANDLE_ERROR_ERROR",
  "TASK_MIDDLEWARE_ERROR",
  "TASK_RUN_CANCELLED",
  "TASK_RUN_UNCAUGHT_EXCEPTION",
  "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE",
  "TASK_PROCESS_SIGNALLED",
  "TASK_PROCESS_OOM_KILLED",
  "TASK_RUN_STALLED_EXECUTING",
  "MAX_DURATION_EXCEEDED",
  "TASK_RUN_EXPIRED",
  "DEPLOYMENT_UNUSABLE",
] as const;

export type InternalErrorCode = (typeof INTERNAL_ERROR_CODES)[number];
