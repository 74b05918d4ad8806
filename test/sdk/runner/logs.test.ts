import { beforeAll, describe, expect, test } from "vitest";
import { deployedEntry } from "../support/project.ts";
import { logsOf, RunnerProcess, spansOf } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/console.ts": `
    import { task } from "@pawl/sdk";
    export const all = task({ id: "console", run: async () => {
      console.debug("%s is %d", "six", 6);
      console.log("an object", { a: { b: 1 } });
      console.info("info");
      console.warn("warn");
      console.error(new Error("logged").message);
      console.table([{ a: 1 }]);
    } });`,
  "trigger/logger.ts": `
    import { logger, task } from "@pawl/sdk";
    export const all = task({ id: "logger", run: async () => {
      for (const level of ["debug", "log", "info", "warn", "error"] as const) logger[level](level, { level });
    } });`,
  "trigger/attributes.ts": `
    import { logger, task } from "@pawl/sdk";
    export const attributes = task({ id: "attributes", run: async () => {
      const circular: Record<string, unknown> = { n: 1 };
      circular.self = circular;
      logger.info("odd", {
        circular, fn() {}, big: 10n, when: new Date(0), set: new Set([1]), error: new TypeError("inner"),
        get bad() { throw new Error("getter"); }, nan: NaN, gone: undefined, bytes: new Uint8Array(3),
      });
    } });`,
  "trigger/spans.ts": `
    import { logger, task } from "@pawl/sdk";
    export const spans = task({ id: "spans", run: async () => {
      console.log("in run");
      const [a, b] = await Promise.all([
        logger.trace("left", async (span) => {
          await new Promise((resolve) => setTimeout(resolve, 2));
          console.log("in left");
          span.setAttribute("side", "left");
          return logger.trace("inner", () => { logger.info("in inner"); return 1; });
        }),
        logger.trace("right", async () => { console.log("in right"); return 2; }),
      ]);
      await logger.trace("fails", async () => { throw new Error("inside"); }).catch(() => {});
      return a + b;
    } });`,
  "trigger/megabyte.ts": `
    import { logger, task } from "@pawl/sdk";
    export const megabyte = task({ id: "megabyte", run: async () => {
      console.log("x".repeat(1024 * 1024));
      logger.info("ok", { text: "y".repeat(1024 * 1024) });
    } });`,
  "trigger/flood.ts": `
    import { task } from "@pawl/sdk";
    export const flood = task({ id: "flood", run: async (n: number) => {
      for (let i = 0; i < n; i++) console.log("line " + i);
    } });`,
  "trigger/background.ts": `
    import { task } from "@pawl/sdk";
    export const background = task({ id: "background", run: async () => {
      setTimeout(() => console.log("from the past"), 5);
    } });
    export const waits = task({ id: "waits", run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      console.log("mine");
    } });`,
};

let runner: RunnerProcess;

beforeAll(async () => {
  runner = new RunnerProcess(await deployedEntry(SOURCES));
});

describe("the console", () => {
  test("becomes log events with its levels and formats, whatever the log level, and prints nothing", async () => {
    const { events } = await runner.run("console", { logLevel: "none" });
    expect(logsOf(events).map(({ level, message }) => [level, message])).toEqual([
      ["DEBUG", "six is 6"],
      ["LOG", "an object { a: { b: 1 } }"],
      ["INFO", "info"],
      ["WARN", "warn"],
      ["ERROR", "logged"],
      ["LOG", expect.stringContaining("(index)")],
    ]);
    expect(runner.output).toBe("");
  });

  test("lies inside the span of run", async () => {
    const { events } = await runner.run("console");
    const [run] = spansOf(events);
    expect(new Set(logsOf(events).map(({ parentSpanId }) => parentSpanId))).toEqual(
      new Set([run?.spanId]),
    );
  });

  test("is left alone where the config says so; the logger is not the console", async () => {
    const console = { isLogPrinted: false, isUncaptured: true };
    const alone = new RunnerProcess(await deployedEntry(SOURCES));
    const { events } = await alone.run("console", { console });
    expect(logsOf(events)).toEqual([]);
    await expect.poll(() => alone.output).toContain("six is 6");
    expect(logsOf((await alone.run("logger", { console })).events)).toHaveLength(4);
  });

  test("of an earlier attempt does not reach the timeline of a later one", async () => {
    const options = { filePath: "trigger/background.ts" };
    await runner.run("background", options);
    const { events } = await runner.run("waits", options);
    expect(logsOf(events)).toMatchObject([{ message: "mine" }]);
    await expect.poll(() => runner.output).toBe("from the past\n");
  });
});

describe("the logger", () => {
  test.each([
    ["debug", ["DEBUG", "LOG", "INFO", "WARN", "ERROR"]],
    ["log", ["LOG", "INFO", "WARN", "ERROR"]],
    ["info", ["LOG", "INFO", "WARN", "ERROR"]],
    ["warn", ["WARN", "ERROR"]],
    ["error", ["ERROR"]],
    ["none", []],
  ] as const)("at level %s lets through %j", async (logLevel, levels) => {
    const { events } = await runner.run("logger", { logLevel });
    expect(logsOf(events).map(({ level }) => level)).toEqual(levels);
    for (const { level, attributes } of logsOf(events)) {
      expect(attributes).toEqual({ level: level.toLowerCase() });
    }
  });

  test("describes in words what is no JSON", async () => {
    const { events, result } = await runner.run("attributes");
    expect(result).toMatchObject({ ok: true });
    expect(logsOf(events)[0]?.attributes).toEqual({
      circular: { n: 1, self: "[Circular]" },
      fn: "[Function: fn]",
      big: "10",
      when: "1970-01-01T00:00:00.000Z",
      set: [1],
      error: {
        name: "TypeError",
        message: "inner",
        stack: expect.stringContaining("attributes.ts"),
      },
      bad: "[Threw: Error: getter]",
      nan: "NaN",
      gone: undefined,
      bytes: "[3 bytes]",
    });
  });

  test("nests spans across awaits, and records what fails inside one", async () => {
    const { events, result } = await runner.run("spans");
    expect(result).toMatchObject({ ok: true, output: '{"json":3}' });
    const ended = new Map(
      spansOf(events)
        .filter(({ durationMs }) => durationMs !== undefined)
        .map((span) => [span.name, span]),
    );
    const parentOf = (message: string) =>
      logsOf(events).find((log) => log.message === message)?.parentSpanId;
    const idOf = (name: string) => ended.get(name)?.spanId;
    expect([...ended.keys()].sort()).toEqual([
      "Imported trigger/spans.ts",
      "fails",
      "inner",
      "left",
      "right",
      "run",
    ]);
    expect(parentOf("in run")).toBe(idOf("run"));
    expect(parentOf("in left")).toBe(idOf("left"));
    expect(parentOf("in right")).toBe(idOf("right"));
    expect(parentOf("in inner")).toBe(idOf("inner"));
    expect(ended.get("inner")?.parentSpanId).toBe(idOf("left"));
    expect(ended.get("left")).toMatchObject({
      category: "user",
      parentSpanId: idOf("run"),
      attributes: { side: "left" },
    });
    expect(ended.get("fails")?.error).toMatchObject({ type: "BUILT_IN_ERROR", message: "inside" });
    expect(ended.get("run")?.error).toBeUndefined();
  });
});

describe("much to say", () => {
  test("a megabyte is cut at 128 KiB and says how long it was", async () => {
    const { events } = await runner.run("megabyte");
    const [fromConsole, fromLogger] = logsOf(events);
    const marker = "… [truncated: 1048576 characters in all]";
    expect(fromConsole?.message).toBe("x".repeat(128 * 1024) + marker);
    expect(fromLogger?.attributes).toEqual({ text: "y".repeat(128 * 1024) + marker });
  });

  test("20 000 lines in a row all arrive, in order, in batches of at most 100", async () => {
    const { events } = await runner.run("flood", { payloadValue: 20_000 });
    expect(logsOf(events).map(({ message }) => message)).toEqual(
      Array.from({ length: 20_000 }, (_, i) => `line ${i}`),
    );
    const sizes = runner.messages.flatMap((m) => ("events" in m ? [m.events?.length ?? 0] : []));
    expect(sizes.length).toBeGreaterThanOrEqual(200);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  });
});
