import type { TaskRunError } from "#sdk/wire/errors.ts";

export interface ProcessDeath {
  exitCode: number | null;
  signal: string | null;
  /** What it wrote last, both pipes. */
  lastOutput: string;
}

type InternalError = TaskRunError & { type: "INTERNAL_ERROR" };

/** The error of an attempt whose process died under it: what happened, and where to look. */
export function describeProcessDeath({
  exitCode,
  signal,
  lastOutput,
}: ProcessDeath): InternalError {
  const output = lastOutput ? { stackTrace: lastOutput } : {};
  if (/heap out of memory|JavaScript heap/i.test(lastOutput)) {
    return {
      type: "INTERNAL_ERROR",
      code: "TASK_PROCESS_OOM_KILLED",
      message: `The task's heap grew beyond what its machine has. ${OUT_OF_MEMORY_ADVICE}`,
      ...output,
    };
  }
  if (signal) {
    return {
      type: "INTERNAL_ERROR",
      code: "TASK_PROCESS_SIGNALLED",
      message: `The task's process was ended by ${signal}${SIGNAL_HINTS[signal] ?? ""}.`,
      ...output,
    };
  }
  return {
    type: "INTERNAL_ERROR",
    code: "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE",
    message: `The task's process ended with exit code ${exitCode ?? "unknown"} before the run was over. Look for process.exit() in the task and in the libraries it uses.`,
    ...output,
  };
}

const OUT_OF_MEMORY_ADVICE =
  "Give it a larger machine, name one for the next attempt in retry.outOfMemory.machine, or use less.";

/** Killed because the process, with what it had started, used more than its machine has. */
export function outOfMemoryError(usedMb: number, limitMb: number): InternalError {
  return {
    type: "INTERNAL_ERROR",
    code: "TASK_PROCESS_OOM_KILLED",
    message: `The task used ${Math.round(usedMb)} MB, and its machine has ${limitMb} MB. ${OUT_OF_MEMORY_ADVICE}`,
  };
}

const SIGNAL_HINTS: Record<string, string> = {
  SIGKILL: ", which is also how an operating system frees memory",
  SIGSEGV: " (a fault in native code)",
  SIGABRT: " (a fatal error in Node or in native code)",
};

export function timedOutError(maxDurationSeconds: number): InternalError {
  return {
    type: "INTERNAL_ERROR",
    code: "MAX_DURATION_EXCEEDED",
    message: `The attempt took longer than maxDuration, ${maxDurationSeconds} seconds.`,
  };
}

export function deploymentUnusableError(version: string, reason: string): InternalError {
  return {
    type: "INTERNAL_ERROR",
    code: "DEPLOYMENT_UNUSABLE",
    message: `The code of version ${version} could not be started: ${reason}`,
  };
}

export function workerLostError(): InternalError {
  return {
    type: "INTERNAL_ERROR",
    code: "TASK_RUN_STALLED_EXECUTING",
    message: "The worker that executed this attempt is gone, and the attempt with it.",
  };
}
