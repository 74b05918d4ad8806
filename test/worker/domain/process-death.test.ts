import { describe, expect, it } from "vitest";
import {
  deploymentUnusableError,
  describeProcessDeath,
  outOfMemoryError,
  timedOutError,
  workerLostError,
} from "#worker/domain/process-death.ts";

describe("describeProcessDeath", () => {
  it("names the exit code, where to look, and what was said last", () => {
    const error = describeProcessDeath({ exitCode: 1, signal: null, lastOutput: "bye" });
    expect(error).toEqual({
      type: "INTERNAL_ERROR",
      code: "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE",
      message: expect.stringMatching(/exit code 1 .*process\.exit\(\)/),
      stackTrace: "bye",
    });
  });

  it("leaves out what was said last when nothing was", () => {
    expect(describeProcessDeath({ exitCode: 0, signal: null, lastOutput: "" })).not.toHaveProperty(
      "stackTrace",
    );
  });

  it("admits that it does not know an exit code", () => {
    const { message } = describeProcessDeath({ exitCode: null, signal: null, lastOutput: "" });
    expect(message).toContain("exit code unknown");
  });

  it.each([
    ["SIGKILL", "SIGKILL, which is also how an operating system frees memory."],
    ["SIGSEGV", "SIGSEGV (a fault in native code)."],
    ["SIGABRT", "SIGABRT (a fatal error in Node or in native code)."],
    ["SIGTERM", "ended by SIGTERM."],
  ])("explains %s", (signal, text) => {
    const error = describeProcessDeath({ exitCode: null, signal, lastOutput: "" });
    expect(error.code).toBe("TASK_PROCESS_SIGNALLED");
    expect(error.message).toContain(text);
  });

  it("recognises Node's own words for a full heap, whatever signal follows", () => {
    const lastOutput =
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
    const error = describeProcessDeath({ exitCode: null, signal: "SIGABRT", lastOutput });
    expect(error).toMatchObject({
      code: "TASK_PROCESS_OOM_KILLED",
      message: expect.stringContaining("larger machine"),
      stackTrace: lastOutput,
    });
  });
});

describe("our own errors of attempts", () => {
  it("name the limit that was exceeded", () => {
    expect(timedOutError(30)).toMatchObject({
      code: "MAX_DURATION_EXCEEDED",
      message: expect.stringContaining("30 seconds"),
    });
  });

  it("name the version that cannot be started and why", () => {
    expect(deploymentUnusableError("20260101.1", "no entry")).toMatchObject({
      code: "DEPLOYMENT_UNUSABLE",
      message: "The code of version 20260101.1 could not be started: no entry",
    });
  });

  it("say that a worker is gone", () => {
    expect(workerLostError()).toMatchObject({
      type: "INTERNAL_ERROR",
      code: "TASK_RUN_STALLED_EXECUTING",
    });
  });
});

describe("an attempt killed for its memory", () => {
  it("is told what it used and what to do", () => {
    expect(outOfMemoryError(300.4, 256)).toEqual({
      type: "INTERNAL_ERROR",
      code: "TASK_PROCESS_OOM_KILLED",
      message: expect.stringMatching(
        /used 300 MB, and its machine has 256 MB.*outOfMemory.machine/,
      ),
    });
  });
});
