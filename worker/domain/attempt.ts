import type { InternalErrorCode, TaskRunError } from "#sdk/wire/errors.ts";
import type { MachinePreset } from "#sdk/wire/machine.ts";
import type { AttemptResult } from "#sdk/wire/protocol.ts";
import { type ResolvedRetryOptions, retryDelayMs } from "#sdk/wire/retry.ts";
import { assertNever } from "./assert-never.ts";

/** How an attempt ended, as the worker saw it. */
export type AttemptEnd =
  | { kind: "RESULT"; result: AttemptResult }
  /** The process died, or was killed for what it did. */
  | { kind: "PROCESS_DIED"; error: TaskRunError & { type: "INTERNAL_ERROR" } }
  | { kind: "TIMED_OUT"; error: TaskRunError & { type: "INTERNAL_ERROR" } }
  /** The worker stops, or the process was never started: not the run's fault, costs no attempt. */
  | {
      kind: "HANDED_BACK";
      reason: string;
      /** None of the task's code had its turn: it counts as no start. */
      hasNotBegun?: true;
    }
  /** Our own fault: the bundle cannot be used, the platform failed. */
  | { kind: "SYSTEM_FAILURE"; error: TaskRunError & { type: "INTERNAL_ERROR" } };

export interface AttemptFacts {
  end: AttemptEnd;
  attemptNumber: number;
  retry: ResolvedRetryOptions;
  /** False where the config says that attempts are not repeated in development. */
  retriesEnabled?: boolean | undefined;
  /** Where an attempt goes that follows one which ran out of memory. */
  outOfMemoryMachine?: MachinePreset | undefined;
  /** Uniform in [0, 1). */
  random: number;
}

/** What becomes of the run. */
export type AfterAttempt =
  | { to: "COMPLETED"; output: string | undefined; outputType: string }
  | { to: "FAILED" | "CRASHED" | "TIMED_OUT" | "SYSTEM_FAILURE"; error: TaskRunError }
  /** Another attempt, through the queue, this many milliseconds from now. */
  | {
      to: "QUEUED";
      delayMs: number;
      costsAttempt: boolean;
      error: TaskRunError | undefined;
      reason: string;
      /** From now on on this machine. */
      machine?: MachinePreset | undefined;
    };

/** Errors of ours after which a run is CRASHED rather than FAILED. */
const CRASH_CODES: ReadonlySet<InternalErrorCode> = new Set([
  "HANDLE_ERROR_ERROR",
  // The task itself said so.
  "TASK_PROCESS_OOM_KILLED",
]);

/** Errors of ours that no retry can mend and that are the platform's. */
const SYSTEM_CODES: ReadonlySet<InternalErrorCode> = new Set([
  "COULD_NOT_FIND_TASK",
  "COULD_NOT_IMPORT_TASK",
  "DEPLOYMENT_UNUSABLE",
]);

/** What follows an attempt: the one place that decides between an end and another attempt. */
export function afterAttempt(facts: AttemptFacts): AfterAttempt {
  const { end } = facts;
  switch (end.kind) {
    case "RESULT":
      return afterResult(end.result, facts);
    case "PROCESS_DIED": {
      const delayMs =
        facts.retriesEnabled === false
          ? undefined
          : retryDelayMs(facts.retry, facts.attemptNumber, facts.random);
      return delayMs === undefined
        ? { to: "CRASHED", error: end.error }
        : retryThroughQueue(facts, delayMs, end.error);
    }
    case "TIMED_OUT":
      return { to: "TIMED_OUT", error: end.error };
    case "HANDED_BACK":
      return {
        to: "QUEUED",
        delayMs: 0,
        costsAttempt: false,
        error: undefined,
        reason: end.reason,
      };
    case "SYSTEM_FAILURE":
      return { to: "SYSTEM_FAILURE", error: end.error };
    default:
      return assertNever(end);
  }
}

function afterResult(result: AttemptResult, facts: AttemptFacts): AfterAttempt {
  if (result.ok) return { to: "COMPLETED", output: result.output, outputType: result.outputType };
  // The runner asks, the number of attempts decides: it was told the same number.
  if (result.retry && facts.attemptNumber < facts.retry.maxAttempts) {
    return retryThroughQueue(facts, result.retry.delayMs, result.error);
  }
  return { to: endOf(result.error), error: result.error };
}

function endOf(error: TaskRunError): "FAILED" | "CRASHED" | "SYSTEM_FAILURE" {
  if (error.type !== "INTERNAL_ERROR") return "FAILED";
  if (CRASH_CODES.has(error.code)) return "CRASHED";
  return SYSTEM_CODES.has(error.code) ? "SYSTEM_FAILURE" : "FAILED";
}

function retryThroughQueue(
  facts: AttemptFacts,
  delayMs: number,
  error: TaskRunError,
): AfterAttempt {
  const machine = isOutOfMemory(error) ? facts.outOfMemoryMachine : undefined;
  const reason = `Attempt ${facts.attemptNumber} of ${facts.retry.maxAttempts} failed`;
  return {
    to: "QUEUED",
    delayMs,
    costsAttempt: true,
    error,
    reason: machine ? `${reason}, the next one runs on ${machine}` : reason,
    ...(machine && { machine }),
  };
}

function isOutOfMemory(error: TaskRunError): boolean {
  return error.type === "INTERNAL_ERROR" && error.code === "TASK_PROCESS_OOM_KILLED";
}
