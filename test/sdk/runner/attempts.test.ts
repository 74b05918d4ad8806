import { beforeAll, describe, expect, test } from "vitest";
import { fromPacket } from "#sdk/packet.ts";
import { deployedEntry } from "../support/project.ts";
import { RunnerProcess, spansOf } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/echo.ts": `
    import { task } from "@pawl/sdk";
    export const echo = task({
      id: "echo",
      run: async (payload: unknown, { ctx, signal, init }) => ({
        payload, ctx, isAborted: signal.aborted, init,
      }),
    });`,
  "trigger/nothing.ts": `
    import { task } from "@trigger.dev/sdk/v3";
    task({ id: "nothing", run: () => {} });`,
  "trigger/busy.ts": `
    import { task } from "@pawl/sdk";
    export const busy = task({ id: "busy", run: () => new Promise(() => { setInterval(() => {}, 1_000); }) });`,
  "trigger/text.ts": `
    import { task } from "@trigger.dev/sdk";
    export default task({ id: "text", run: async () => "plain words" });`,
  "trigger/circular.ts": `
    import { task } from "@pawl/sdk";
    export const circular = task({ id: "circular", run: async () => {
      const me: Record<string, unknown> = { name: "me", greet() {} };
      me.self = me;
      return me;
    } });`,
  "trigger/function.ts": `
    import { task } from "@pawl/sdk";
    export const fn = task({ id: "function", run: async () => () => 1 });`,
  "trigger/to-json.ts": `
    import { task } from "@pawl/sdk";
    class Odd { toJSON() { throw new RangeError("will not"); } }
    export const odd = task({ id: "to-json", run: async () => new Odd() });`,
  "trigger/environment.ts": `
    import { execFileSync } from "node:child_process";
    import { task } from "@pawl/sdk";
    const atImport = process.env.COLOUR;
    let calls = 0;
    export const environment = task({ id: "environment", run: async (payload: { replace?: boolean }) => {
      const env = { ...process.env };
      const child = execFileSync(process.execPath, ["-p", "process.env.COLOUR"]).toString().trim();
      process.env.LEFT_BEHIND = "1";
      if (payload?.replace) process.env = { COLOUR: "replaced" };
      return { env, child, atImport, calls: ++calls, pid: process.pid };
    } });`,
  "trigger/broken.ts": `
    import { task } from "@pawl/sdk";
    export const broken = task({ id: "broken", run: async () => 1 });
    throw new TypeError("broken while importing");`,
  "trigger/init.ts": `
    (globalThis as { initRan?: number }).initRan = ((globalThis as { initRan?: number }).initRan ?? 0) + 1;`,
  "trigger/after-init.ts": `
    import { task } from "@pawl/sdk";
    const initRan = (globalThis as { initRan?: number }).initRan;
    export const afterInit = task({ id: "after-init", run: async () => initRan });`,
  "trigger/dirname.cts": `
    import { task } from "@pawl/sdk";
    const path = require("node:path");
    module.exports = { t: task({ id: "dirname", run: async () => path.basename(__filename) }) };`,
  "trigger/own-dirname.ts": `
    import { createRequire } from "node:module";
    import { task } from "@pawl/sdk";
    const require = createRequire(import.meta.url);
    const __dirname = "mine";
    export const t = task({ id: "own-dirname", run: async () => [__dirname, typeof require("node:fs").readFileSync] });`,
};

let entry: string;
let runner: RunnerProcess;

beforeAll(async () => {
  entry = await deployedEntry(SOURCES);
  runner = new RunnerProcess(entry);
});

async function outputOf(report: ReturnType<RunnerProcess["run"]>): Promise<unknown> {
  const { result } = await report;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return fromPacket({ data: result.output, dataType: result.outputType });
}

describe("a run that succeeds", () => {
  test("gets its payload, ctx and signal, and everything superjson knows survives both ways", async () => {
    const payload = {
      date: new Date(0),
      map: new Map([["a", 1n]]),
      set: new Set([undefined]),
    };
    const report = await runner.run("echo", { payloadValue: payload });
    expect(await outputOf(Promise.resolve(report))).toEqual({
      payload,
      isAborted: false,
      init: {},
      ctx: expect.objectContaining({
        attempt: { number: 1, startedAt: new Date("2026-01-02T03:04:05.678Z") },
        run: expect.objectContaining({ id: "run_1", tags: ["a"] }),
      }),
    });
  });

  test("reports ready once, before anything else", () => {
    expect(runner.messages[0]).toEqual({ type: "ready", importedInMs: expect.any(Number) });
    expect(runner.messages.filter(({ type }) => type === "ready")).toHaveLength(1);
  });

  test("shows itself as one span, told once when it is short", async () => {
    const before = Date.now();
    const { events } = await runner.run("echo");
    const [span, ...others] = spansOf(events);
    expect(others).toEqual([]);
    expect(span).toMatchObject({ name: "run", category: "run", error: undefined });
    expect(span?.durationMs).toBeGreaterThanOrEqual(0);
    expect(span?.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span?.at).toBeGreaterThan(before - 1_000);
    expect(span?.at).toBeLessThan(Date.now() + 1_000);
  });

  test("of nothing has no output, of a string has the string", async () => {
    const nothing = await runner.run("nothing");
    expect(nothing.result).toEqual({ ok: true, output: undefined, outputType: "application/json" });
    const text = await runner.run("text");
    expect(text.result).toEqual({ ok: true, output: "plain words", outputType: "text/plain" });
  });

  test("may return an object that contains itself; its functions are left out", async () => {
    const output = await outputOf(runner.run("circular"));
    expect(output).toMatchObject({ name: "me" });
    expect(Reflect.get(Object(output), "self")).toBe(output);
    expect(output).not.toHaveProperty("greet");
  });

  test("reads plain JSON from raw HTTP callers, and plain text", async () => {
    const json = runner.run("echo", { payload: '{"a":1}', payloadType: "application/json" });
    expect(await outputOf(json)).toMatchObject({ payload: { a: 1 } });
    const text = runner.run("echo", { payload: "{not json", payloadType: "text/plain" });
    expect(await outputOf(text)).toMatchObject({ payload: "{not json" });
  });
});

describe("input and output that cannot be read or written", () => {
  test.each(["application/json", "application/super+json"] as const)(
    "a payload that is no %s is an input error without a retry",
    async (payloadType) => {
      const { result, events } = await runner.run("echo", { payload: "{oops", payloadType });
      expect(result).toMatchObject({
        ok: false,
        error: { type: "INTERNAL_ERROR", code: "TASK_INPUT_ERROR" },
      });
      expect(result).not.toHaveProperty("retry");
      expect(spansOf(events).map(({ category }) => category)).not.toContain("run");
    },
  );

  test.each([
    ["function", "A function cannot be serialised"],
    ["to-json", "RangeError: will not"],
  ])("the output of %s is an output error without a retry", async (taskId, message) => {
    const { result } = await runner.run(taskId);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "TASK_OUTPUT_ERROR", message: expect.stringContaining(message) },
    });
    expect(result).not.toHaveProperty("retry");
  });
});

describe("a warm process", () => {
  test("gives each attempt its own environment and nothing of the last one's", async () => {
    const warm = new RunnerProcess(entry);
    const run = (env: Record<string, string>, replace = false) =>
      outputOf(warm.run("environment", { env, payloadValue: { replace } }));
    const first = await run({ COLOUR: "red", ONLY_FIRST: "1" }, true);
    const second = await run({ COLOUR: "blue" });
    expect(first).toMatchObject({ calls: 1, child: "red", atImport: "red" });
    expect(first).toHaveProperty("env", { COLOUR: "red", ONLY_FIRST: "1" });
    expect(second).toMatchObject({ calls: 2, child: "blue", atImport: "red", pid: warm.child.pid });
    expect(second).toHaveProperty("env", { COLOUR: "blue" });
  });

  test("imports init.ts once, before the task's file", async () => {
    expect(await outputOf(runner.run("after-init"))).toBe(1);
    expect(await outputOf(runner.run("after-init"))).toBe(1);
  });
});

describe("importing", () => {
  test("a file that throws breaks its own task only, and says where", async () => {
    const fresh = new RunnerProcess(entry);
    const { result } = await fresh.run("broken");
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: "COULD_NOT_IMPORT_TASK",
        message: "trigger/broken.ts could not be imported. TypeError: broken while importing",
        stackTrace: expect.stringContaining("trigger/broken.ts:4:"),
      },
    });
    expect(await outputOf(fresh.run("text"))).toBe("plain words");
  });

  test("a task that is not there is named, with the file it was looked for in", async () => {
    const inFile = await runner.run("gone", { filePath: "trigger/text.ts" });
    expect(inFile.result).toMatchObject({
      error: {
        code: "COULD_NOT_FIND_TASK",
        message: 'There is no task "gone": trigger/text.ts declares no such task.',
      },
    });
    const noFile = await runner.run("gone");
    expect(noFile.result).toMatchObject({
      error: { message: expect.stringContaining("this deployment has no trigger/gone.ts") },
    });
  });

  test("CommonJS habits work, and an author's own names win", async () => {
    const dirname = runner.run("dirname", { filePath: "trigger/dirname.cts" });
    expect(await outputOf(dirname)).toMatch(/^dirname-.*\.mjs$/);
    expect(await outputOf(runner.run("own-dirname"))).toEqual(["mine", "function"]);
  });
});

test("an attempt that is sent while another runs ends the process loudly", async () => {
  const busy = new RunnerProcess(entry);
  busy.start("echo");
  busy.start("echo");
  expect(await busy.exit()).toBe(1);
});

test("a parent that is gone takes the process with it, even while a task runs", async () => {
  const orphan = new RunnerProcess(entry);
  const attemptId = orphan.start("busy");
  await orphan.until((m) => m.type === "events" && m.attemptId === attemptId);
  orphan.child.disconnect();
  expect(await orphan.exit()).toBe(0);
});
