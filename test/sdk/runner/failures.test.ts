import { beforeAll, describe, expect, test } from "vitest";
import type { ResolvedRetryOptions } from "#sdk/wire/retry.ts";
import { until } from "#test/support/until.ts";
import { deployedEntry } from "../support/project.ts";
import { logsOf, RunnerProcess, spansOf } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/throws.ts": `import { task } from "@pawl/sdk";
import { explode } from "../lib/explode.ts";

export const throws = task({
  id: "throws",
  run: async () => {
    await Promise.resolve();
    explode("boom");
  },
});`,
  "lib/explode.ts": `export function explode(message: string): never {
  throw new RangeError(message, { cause: new Error("the root", { cause: "a text" }) });
}`,
  "trigger/throw-what.ts": `
    import { task } from "@pawl/sdk";
    export const throwWhat = task({ id: "throw-what", run: async (what: string) => {
      const values: Record<string, () => unknown> = {
        string: () => "just words",
        longString: () => "s".repeat(5_000),
        object: () => ({ code: 42, at: new Date(0), nested: { fn() {} } }),
        hugeObject: () => ({ text: "x".repeat(100_000) }),
        undefined: () => undefined,
        longMessage: () => new Error("m".repeat(5_000)),
        nul: () => new Error("a\\0b"),
        frameInMessage: () => new Error("first\\n    at not-a-frame (/etc/passwd:1:1)\\nlast"),
        aggregate: () => new AggregateError([new Error("one"), new TypeError("two")], "both"),
        cycle: () => { const error = new Error("cyclic"); error.cause = error; return error; },
        oddName: () => Object.assign(new Error("odd"), { name: 7 }),
        apiError: () => Object.assign(new Error("nope"), { name: "TriggerApiError", status: 422 }),
        apiConflict: () => Object.assign(new Error("try later"), { name: "TriggerApiError", status: 408 }),
        abort: () => Object.assign(new Error("stop"), { name: "AbortTaskRunError" }),
        deep: () => { const dive = (n: number): unknown => n === 0 ? new Error("deep") : dive(n - 1);
          Error.stackTraceLimit = 200; const e = dive(120); Error.stackTraceLimit = 10; return e; },
      };
      throw values[what]!();
    } });`,
  "trigger/abort.ts": `
    import { AbortTaskRunError, task } from "@pawl/sdk";
    export const abort = task({ id: "abort", run: async () => { throw new AbortTaskRunError("no use"); } });`,
  "trigger/rejection.ts": `
    import { task } from "@pawl/sdk";
    export const rejection = task({ id: "rejection", run: () => new Promise(() => {
      console.log("before the end");
      void Promise.reject(new Error("nobody caught me"));
    }) });`,
  "trigger/timer.ts": `
    import { task } from "@pawl/sdk";
    export const timer = task({ id: "timer", run: () => new Promise(() => {
      setTimeout(() => { throw new Error("thrown in a timer"); }, 1);
    }) });`,
  "trigger/exits.ts": `
    import { task } from "@pawl/sdk";
    export const exits = task({ id: "exits", run: async () => {
      console.log("last words");
      process.exit(3);
    } });`,
  "trigger/later.ts": `
    import { task } from "@pawl/sdk";
    export const later = task({ id: "later", run: async () => {
      setTimeout(() => { throw new Error("later"); }, 50);
      setTimeout(() => { void Promise.reject(new Error("later still")); }, 60);
    } });
    export const patient = task({ id: "patient", run: () => new Promise((resolve) => setTimeout(resolve, 200)) });`,
  "trigger/late.ts": `
    import { task } from "@pawl/sdk";
    export const late = task({ id: "late", run: async () => { setImmediate(() => { throw new Error("too late"); }); } });`,
};

const RETRY: ResolvedRetryOptions = {
  maxAttempts: 3,
  factor: 3,
  minTimeoutInMs: 100,
  maxTimeoutInMs: 10_000,
  randomize: false,
};

let entry: string;
let runner: RunnerProcess;

beforeAll(async () => {
  entry = await deployedEntry(SOURCES);
  runner = new RunnerProcess(entry);
});

async function errorOf(what: string) {
  const { result } = await runner.run("throw-what", { payloadValue: what });
  if (result.ok) throw new Error("it succeeded");
  return result.error;
}

describe("what was thrown", () => {
  test("an Error keeps name, message and causes, and its stack points into the author's files only", async () => {
    const { result } = await runner.run("throws");
    if (result.ok || result.error.type !== "BUILT_IN_ERROR") throw new Error("wrong kind");
    expect(result.error).toMatchObject({ name: "RangeError", message: "boom" });
    const lines = result.error.stackTrace.split("\n");
    expect(lines).toEqual([
      "RangeError: boom",
      expect.stringMatching(/^ {4}at explode \(lib\/explode\.ts:2:9\)$/),
      expect.stringMatching(/^ {4}at .*trigger\/throws\.ts:8:5\)?$/),
    ]);
    expect(result.error.causes).toEqual([
      { name: "Error", message: "the root", stackTrace: expect.stringContaining("explode.ts:2:") },
      { message: "a text" },
    ]);
  });

  test("a string stays a string, at most 1 000 characters of it", async () => {
    expect(await errorOf("string")).toEqual({ type: "STRING_ERROR", raw: "just words" });
    const long = await errorOf("longString");
    expect(long).toEqual({
      type: "STRING_ERROR",
      raw: `${"s".repeat(1_000)}… [truncated: 5000 characters in all]`,
    });
  });

  test("anything else becomes JSON, a preview when it is huge", async () => {
    const custom = await errorOf("object");
    expect(custom).toEqual({
      type: "CUSTOM_ERROR",
      raw: JSON.stringify({
        code: 42,
        at: "1970-01-01T00:00:00.000Z",
        nested: { fn: "[Function: fn]" },
      }),
    });
    expect(await errorOf("undefined")).toEqual({ type: "CUSTOM_ERROR", raw: "null" });
    const huge = await errorOf("hugeObject");
    if (huge.type !== "CUSTOM_ERROR") throw new Error("wrong kind");
    expect(JSON.parse(huge.raw)).toEqual({ truncated: true, preview: expect.any(String) });
    expect(huge.raw.length).toBeLessThan(2_000);
  });

  test("messages are clamped, NUL is taken out, frames in a message are no frames", async () => {
    const long = await errorOf("longMessage");
    expect(long).toMatchObject({
      message: `${"m".repeat(1_000)}… [truncated: 5000 characters in all]`,
    });
    expect(JSON.stringify(long).length).toBeLessThan(8_000);
    expect(await errorOf("nul")).toMatchObject({ message: "ab" });
    const tricky = await errorOf("frameInMessage");
    if (tricky.type !== "BUILT_IN_ERROR") throw new Error("wrong kind");
    expect(tricky.stackTrace.split("\n")[3]).toContain("trigger/throw-what.ts");
  });

  test("a deep stack keeps its first 5 and last 45 frames", async () => {
    const deep = await errorOf("deep");
    if (deep.type !== "BUILT_IN_ERROR") throw new Error("wrong kind");
    const lines = deep.stackTrace.split("\n");
    expect(lines).toHaveLength(52);
    expect(lines[6]).toMatch(/^ {4}\.\.\. \d+ frames omitted \.\.\.$/);
  });

  test("the errors of an AggregateError count as causes; a cycle ends", async () => {
    expect(await errorOf("aggregate")).toMatchObject({
      name: "AggregateError",
      causes: [
        { name: "Error", message: "one" },
        { name: "TypeError", message: "two" },
      ],
    });
    expect(await errorOf("cycle")).not.toHaveProperty("causes");
    expect(await errorOf("oddName")).toMatchObject({ name: "7", message: "odd" });
  });

  test("the run's span carries the error", async () => {
    const { events } = await runner.run("throws");
    expect(spansOf(events).at(-1)).toMatchObject({
      name: "run",
      error: { type: "BUILT_IN_ERROR", message: "boom" },
    });
  });
});

describe("whether another attempt follows", () => {
  test.each([
    [1, { delayMs: 100 }],
    [2, { delayMs: 300 }],
    [3, undefined],
  ])("after failed attempt %i of 3: %o", async (number, retry) => {
    const { result } = await runner.run("throws", { number, retry: RETRY });
    expect(result).toMatchObject({ ok: false });
    expect(Reflect.get(result, "retry")).toEqual(retry);
  });

  test("randomised delays lie between once and twice the calculated one", async () => {
    const { result } = await runner.run("throws", { retry: { ...RETRY, randomize: true } });
    if (result.ok || !result.retry) throw new Error("no retry");
    expect(result.retry.delayMs).toBeGreaterThanOrEqual(100);
    expect(result.retry.delayMs).toBeLessThanOrEqual(200);
  });

  test("none where retries are off in this environment", async () => {
    const { result } = await runner.run("throws", { retry: RETRY, retriesEnabled: false });
    expect(result).not.toHaveProperty("retry");
  });

  test.each([
    ["apiError", false],
    ["abort", false],
    ["apiConflict", true],
    ["string", true],
  ])("after %s: %s", async (what, isRetried) => {
    const { result } = await runner.run("throw-what", { payloadValue: what, retry: RETRY });
    expect("retry" in result).toBe(isRetried);
  });

  test("AbortTaskRunError is final and keeps its name", async () => {
    const { result } = await runner.run("abort", { retry: RETRY });
    expect(result).not.toHaveProperty("retry");
    expect(result).toMatchObject({ error: { name: "AbortTaskRunError", message: "no use" } });
  });
});

describe("what ends the process", () => {
  test.each([
    ["rejection", "Error: nobody caught me", "trigger/rejection.ts:5"],
    ["timer", "Error: thrown in a timer", "trigger/timer.ts:4"],
  ])(
    "%s: a result with the retry the options give, then exit 1",
    async (taskId, message, place) => {
      const process = new RunnerProcess(entry);
      const { result } = await process.run(taskId, { retry: RETRY });
      expect(result).toEqual({
        ok: false,
        error: {
          type: "INTERNAL_ERROR",
          code: "TASK_RUN_UNCAUGHT_EXCEPTION",
          message,
          stackTrace: expect.stringContaining(place),
        },
        retry: { delayMs: 100 },
      });
      expect(await process.exit()).toBe(1);
    },
  );

  test("what was logged before an uncaught error arrives with the result at the latest", async () => {
    const process = new RunnerProcess(entry);
    const { events } = await process.run("rejection");
    expect(logsOf(events)).toMatchObject([{ message: "before the end" }]);
  });

  test("process.exit keeps its code, and the last words are not lost", async () => {
    const process = new RunnerProcess(entry);
    process.start("exits");
    expect(await process.exit()).toBe(3);
    const events = process.messages.flatMap((m) => (m.type === "events" ? m.events : []));
    expect(logsOf(events)).toMatchObject([{ message: "last words" }]);
    expect(process.messages.some(({ type }) => type === "result")).toBe(false);
  });

  test("an error after the result is no second result, and the process says that it is unfit", async () => {
    const process = new RunnerProcess(entry);
    await process.run("late");
    await process.until(({ type }) => type === "unfit");
    expect(process.messages.filter(({ type }) => type === "result")).toHaveLength(1);
    await until("what is printed", () => process.output.includes("too late"));
  });

  test("an error that an attempt has left behind does not end the next one", async () => {
    const process = new RunnerProcess(entry);
    await process.run("later");
    const { result, events } = await process.run("patient");
    expect(process.messages.filter(({ type }) => type === "unfit")).toHaveLength(2);
    expect(result).toMatchObject({ ok: true });
    expect(logsOf(events)).toEqual([]);
  });
});
