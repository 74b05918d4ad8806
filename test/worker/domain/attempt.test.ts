import { describe, expect, it } from "vitest";
import { INTERNAL_ERROR_CODES, type TaskRunError } from "#sdk/wire/errors.ts";
import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import { type AttemptEnd, type AttemptFacts, afterAttempt } from "#worker/domain/attempt.ts";

const thrown: TaskRunError = {
  type: "BUILT_IN_ERROR",
  name: "Error",
  message: "No",
  stackTrace: "Error: No",
};
const died = {
  type: "INTERNAL_ERROR",
  code: "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE",
} as const;

function follows(end: AttemptEnd, facts: Partial<AttemptFacts> = {}) {
  return afterAttempt({
    end,
    attemptNumber: 1,
    retry: { ...DEFAULT_RETRY, randomize: false },
    random: 0,
    ...facts,
  });
}

function failed(error: TaskRunError, retry?: { delayMs: number }): AttemptEnd {
  return { kind: "RESULT", result: { ok: false, error, retry } };
}

describe("an attempt that returned", () => {
  it("completes the run with its output", () => {
    const result = {
      ok: true,
      output: '{"json":1}',
      outputType: "application/super+json",
    } as const;
    expect(follows({ kind: "RESULT", result })).toEqual({
      to: "COMPLETED",
      output: '{"json":1}',
      outputType: "application/super+json",
    });
  });

  it("completes the run without an output when it returned nothing", () => {
    const result = { ok: true, outputType: "application/json" } as const;
    expect(follows({ kind: "RESULT", result })).toEqual({
      to: "COMPLETED",
      output: undefined,
      outputType: "application/json",
    });
  });
});

describe("an attempt that threw", () => {
  it("is followed by another after the delay that the runner asks for", () => {
    expect(follows(failed(thrown, { delayMs: 1234 }))).toEqual({
      to: "QUEUED",
      delayMs: 1234,
      costsAttempt: true,
      error: thrown,
      reason: "Attempt 1 of 3 failed",
    });
  });

  it("fails the run when the runner asks for no retry, attempts left or not", () => {
    expect(follows(failed(thrown))).toEqual({ to: "FAILED", error: thrown });
  });

  it("fails the run on the last attempt, whatever the runner asks for", () => {
    const end = failed(thrown, { delayMs: 10 });
    expect(follows(end, { attemptNumber: 3 })).toEqual({ to: "FAILED", error: thrown });
    expect(follows(end, { attemptNumber: 4 })).toEqual({ to: "FAILED", error: thrown });
    expect(follows(end, { attemptNumber: 2 })).toMatchObject({ to: "QUEUED" });
  });

  it.each([
    { type: "STRING_ERROR", raw: "No" },
    { type: "CUSTOM_ERROR", raw: "{}" },
  ] as const)("fails the run for a $type", (error) => {
    expect(follows(failed(error))).toEqual({ to: "FAILED", error });
  });

  const ENDS: Record<string, string> = {
    HANDLE_ERROR_ERROR: "CRASHED",
    TASK_PROCESS_OOM_KILLED: "CRASHED",
    COULD_NOT_FIND_TASK: "SYSTEM_FAILURE",
    COULD_NOT_IMPORT_TASK: "SYSTEM_FAILURE",
    DEPLOYMENT_UNUSABLE: "SYSTEM_FAILURE",
  };
  it.each(INTERNAL_ERROR_CODES)("has an end for the internal error %s", (code) => {
    const error = { type: "INTERNAL_ERROR", code } as const;
    expect(follows(failed(error))).toEqual({ to: ENDS[code] ?? "FAILED", error });
  });
});

describe("an attempt whose process died", () => {
  const end: AttemptEnd = { kind: "PROCESS_DIED", error: died };

  it("is retried by the task's retry rules and costs an attempt", () => {
    expect(follows(end, { attemptNumber: 2 })).toEqual({
      to: "QUEUED",
      delayMs: 2000,
      costsAttempt: true,
      error: died,
      reason: "Attempt 2 of 3 failed",
    });
  });

  it("waits longer by the random share that it is given", () => {
    expect(follows(end, { retry: DEFAULT_RETRY, random: 0.5 })).toMatchObject({ delayMs: 1500 });
  });

  it("crashes the run on the last attempt", () => {
    expect(follows(end, { attemptNumber: 3 })).toEqual({ to: "CRASHED", error: died });
  });
});

describe("an attempt that exceeded maxDuration", () => {
  it("times the run out, with attempts left too", () => {
    const error = { type: "INTERNAL_ERROR", code: "MAX_DURATION_EXCEEDED" } as const;
    expect(follows({ kind: "TIMED_OUT", error })).toEqual({ to: "TIMED_OUT", error });
  });
});

describe("an attempt that was handed back", () => {
  it("goes back to the queue at once, at no cost, on the last attempt too", () => {
    const end: AttemptEnd = { kind: "HANDED_BACK", reason: "The worker stopped" };
    expect(follows(end, { attemptNumber: 3 })).toEqual({
      to: "QUEUED",
      delayMs: 0,
      costsAttempt: false,
      error: undefined,
      reason: "The worker stopped",
    });
  });
});

describe("an attempt that failed through our own fault", () => {
  it("ends the run as a system failure, with attempts left too", () => {
    const error = { type: "INTERNAL_ERROR", code: "DEPLOYMENT_UNUSABLE" } as const;
    expect(follows({ kind: "SYSTEM_FAILURE", error })).toEqual({ to: "SYSTEM_FAILURE", error });
  });
});

describe("an attempt that ran out of memory", () => {
  const error = { type: "INTERNAL_ERROR", code: "TASK_PROCESS_OOM_KILLED" } as const;
  const end: AttemptEnd = { kind: "PROCESS_DIED", error };

  it("is followed by one on the machine that was named for it", () => {
    expect(follows(end, { outOfMemoryMachine: "large-1x" })).toMatchObject({
      to: "QUEUED",
      machine: "large-1x",
      reason: "Attempt 1 of 3 failed, the next one runs on large-1x",
    });
    // Also when the task itself says so.
    expect(
      follows(failed(error, { delayMs: 1 }), { outOfMemoryMachine: "large-1x" }),
    ).toMatchObject({ machine: "large-1x" });
  });

  it("is followed by one on the same machine when none was named, like any that died", () => {
    expect(follows(end)).not.toHaveProperty("machine");
    expect(follows(end, { attemptNumber: 3 })).toEqual({ to: "CRASHED", error });
  });

  it("alone changes the machine", () => {
    const other = { kind: "PROCESS_DIED", error: died } as const;
    expect(follows(other, { outOfMemoryMachine: "large-1x" })).not.toHaveProperty("machine");
  });
});

describe("where retries are off", () => {
  it("ends a run whose process died", () => {
    expect(follows({ kind: "PROCESS_DIED", error: died }).to).toBe("QUEUED");
    const facts = { retriesEnabled: false };
    expect(follows({ kind: "PROCESS_DIED", error: died }, facts).to).toBe("CRASHED");
  });
});
