import { beforeAll, describe, expect, test } from "vitest";
import { deployedEntry, MINIMAL_CONFIG } from "../support/project.ts";
import type { AttemptOverrides } from "../support/runner-process.ts";
import { logsOf, RunnerProcess, spansOf } from "../support/runner-process.ts";

/** Every hook says its name and throws when the payload asks for it: `g` is global, `t` the task's. */
const HOOKS = `
  import { logger, tasks } from "@pawl/sdk";
  export interface Plan {
    throwIn?: string[]; answer?: Record<string, object>; output?: unknown; silentMiddleware?: string; abort?: boolean;
  }
  const KINDS = ["init", "onStart", "onStartAttempt", "onSuccess", "onFailure", "onComplete", "onCancel", "catchError", "cleanup"];
  export function hooksOf(who: string) {
    const hooks: Record<string, unknown> = {};
    for (const kind of KINDS) {
      hooks[kind] = async (params: { payload: Plan; result?: { ok: boolean }; error?: unknown }) => {
        const detail = params.result ? "(" + params.result.ok + ")"
          : kind === "onFailure" ? "(" + (params.error instanceof Error ? params.error.message : params.error) + ")" : "";
        console.log(who + "." + kind + detail);
        const at = who + "." + kind;
        if (params.payload?.throwIn?.includes(at)) throw new Error("in " + at);
        const answer = params.payload?.answer?.[at];
        return answer ?? (kind === "init" ? { [who]: true, who } : undefined);
      };
    }
    hooks.middleware = async ({ payload, next }: { payload: Plan; next: () => Promise<void> }) => {
      console.log(">" + who);
      if (payload?.throwIn?.includes(">" + who)) throw new Error("in >" + who);
      if (payload?.silentMiddleware !== who) await next();
      if (payload?.throwIn?.includes("<" + who)) throw new Error("in <" + who);
      console.log("<" + who);
    };
    return hooks;
  }`;

const SOURCES = {
  "lib/hooks.ts": HOOKS,
  "trigger/init.ts": `
    import { tasks } from "@pawl/sdk";
    import { hooksOf } from "../lib/hooks.ts";
    for (const [kind, fn] of Object.entries(hooksOf("g"))) (tasks as any)[kind]("g", fn);`,
  "trigger/hooked.ts": `
    import { AbortTaskRunError, task } from "@pawl/sdk";
    import { hooksOf, type Plan } from "../lib/hooks.ts";
    export const hooked = task({
      id: "hooked",
      ...hooksOf("t"),
      run: async (payload: Plan, { init }) => {
        console.log("run " + JSON.stringify(init));
        if (payload.abort) throw new AbortTaskRunError("abort");
        if (payload.throwIn?.includes("run")) throw new Error("in run");
        return payload.output === "function" ? () => {} : "done";
      },
    });`,
};

const OPEN = [">g", ">t"];
const INIT = ["g.init", "t.init"];
const ON_START = ["g.onStart", "t.onStart"];
const ON_START_ATTEMPT = ["g.onStartAttempt", "t.onStartAttempt"];
const RUN = ['run {"g":true,"who":"t","t":true}'];
const CLEANUP = ["g.cleanup", "t.cleanup"];
const CLOSE = ["<t", "<g"];
const CATCH = ["t.catchError", "g.catchError"];
const SUCCESS = ["g.onSuccess", "t.onSuccess", "g.onComplete(true)", "t.onComplete(true)"];
const UNTIL_RUN = [...OPEN, ...INIT, ...ON_START, ...ON_START_ATTEMPT, ...RUN];
const UNTIL_RUN_AGAIN = [...OPEN, ...INIT, ...ON_START_ATTEMPT, ...RUN];

function failed(message: string): string[] {
  return [
    `g.onFailure(${message})`,
    `t.onFailure(${message})`,
    "g.onComplete(false)",
    "t.onComplete(false)",
  ];
}

const RETRY = {
  maxAttempts: 3,
  factor: 2,
  minTimeoutInMs: 100,
  maxTimeoutInMs: 10_000,
  randomize: false,
};
const LAST = { number: 3 };

let runner: RunnerProcess;
beforeAll(async () => {
  runner = new RunnerProcess(await deployedEntry(SOURCES));
});

async function attempt(plan: object, overrides: AttemptOverrides = {}) {
  const options = { payloadValue: plan, retry: RETRY, ...overrides };
  const { result, events } = await runner.run("hooked", options);
  const logs = logsOf(events);
  return {
    result,
    events,
    order: logs.filter(({ level }) => level === "LOG").map(({ message }) => message),
    warnings: logs.filter(({ level }) => level === "WARN").map(({ message }) => message),
  };
}

const OK = { ok: true, output: "done", outputType: "text/plain" };
const error = (message: string) => ({ ok: false, error: { type: "BUILT_IN_ERROR", message } });
const retried = (message: string, delayMs = 100) => ({ ...error(message), retry: { delayMs } });

describe("the order of an attempt", () => {
  test.each<[string, object, AttemptOverrides, string[], object]>([
    ["that succeeds", {}, {}, [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, ...CLOSE], OK],
    [
      "that succeeds, not the first: onStart is once per run",
      {},
      { number: 2 },
      [...UNTIL_RUN_AGAIN, ...SUCCESS, ...CLEANUP, ...CLOSE],
      OK,
    ],
    [
      "that fails and is retried",
      { throwIn: ["run"] },
      {},
      [...UNTIL_RUN, ...CATCH, ...CLEANUP, ...CLOSE],
      retried("in run"),
    ],
    [
      "that fails and is the last",
      { throwIn: ["run"] },
      LAST,
      [...UNTIL_RUN_AGAIN, ...CATCH, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
    [
      "that is aborted: catchError is not asked",
      { abort: true },
      {},
      [...UNTIL_RUN, ...failed("abort"), ...CLEANUP, ...CLOSE],
      error("abort"),
    ],
    [
      "that fails where retries are off: catchError is not asked",
      { throwIn: ["run"] },
      { retriesEnabled: false },
      [...UNTIL_RUN, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
    [
      "with an error in init, which is ignored",
      { throwIn: ["g.init"] },
      {},
      [
        ...OPEN,
        ...INIT,
        ...ON_START,
        ...ON_START_ATTEMPT,
        'run {"t":true,"who":"t"}',
        ...SUCCESS,
        ...CLEANUP,
        ...CLOSE,
      ],
      OK,
    ],
    [
      "with errors in onStart, onSuccess and onComplete, which are ignored",
      { throwIn: ["g.onStart", "t.onStart", "g.onSuccess", "t.onComplete"] },
      {},
      [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, ...CLOSE],
      OK,
    ],
    [
      "with an error in onStartAttempt, which is like one in run",
      { throwIn: ["g.onStartAttempt"] },
      {},
      [...OPEN, ...INIT, ...ON_START, "g.onStartAttempt", ...CATCH, ...CLEANUP, ...CLOSE],
      retried("in g.onStartAttempt"),
    ],
    [
      "with an error in onFailure, which is ignored",
      { throwIn: ["run", "g.onFailure"] },
      LAST,
      [...UNTIL_RUN_AGAIN, ...CATCH, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
    [
      "with an error in catchError: no retry, no outcome hooks",
      { throwIn: ["run", "t.catchError"] },
      {},
      [...UNTIL_RUN, "t.catchError", ...CLEANUP, ...CLOSE],
      { ok: false, error: { type: "INTERNAL_ERROR", code: "HANDLE_ERROR_ERROR" } },
    ],
    [
      "with an error in cleanup after a success, retried",
      { throwIn: ["g.cleanup"] },
      {},
      [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, ...CATCH, ...CLOSE],
      retried("in g.cleanup"),
    ],
    [
      "with an error in cleanup after a success, the last: onComplete does not run twice",
      { throwIn: ["t.cleanup"] },
      LAST,
      [
        ...UNTIL_RUN_AGAIN,
        ...SUCCESS,
        ...CLEANUP,
        ...CATCH,
        "g.onFailure(in t.cleanup)",
        "t.onFailure(in t.cleanup)",
        ...CLOSE,
      ],
      error("in t.cleanup"),
    ],
    [
      "with an error in cleanup after a failure: the first error stays",
      { throwIn: ["run", "g.cleanup"] },
      LAST,
      [...UNTIL_RUN_AGAIN, ...CATCH, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
    [
      "with an error in middleware before next, retried",
      { throwIn: [">t"] },
      {},
      [...OPEN, "<g", ...CATCH],
      retried("in >t"),
    ],
    [
      "with an error in middleware before next, the last",
      { throwIn: [">g"] },
      LAST,
      [">g", ...CATCH, ...failed("in >g")],
      error("in >g"),
    ],
    [
      "with an error in middleware after next, retried",
      { throwIn: ["<g"] },
      {},
      [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, "<t", ...CATCH],
      retried("in <g"),
    ],
    [
      "with an error in middleware after next, the last",
      { throwIn: ["<t"] },
      LAST,
      [
        ...UNTIL_RUN_AGAIN,
        ...SUCCESS,
        ...CLEANUP,
        "<g",
        ...CATCH,
        "g.onFailure(in <t)",
        "t.onFailure(in <t)",
      ],
      error("in <t"),
    ],
    [
      "with middleware that never calls next",
      { silentMiddleware: "g" },
      LAST,
      [
        ">g",
        "<g",
        ...CATCH,
        ...failed('Middleware "g" ended without calling next(), so the task did not run.'),
      ],
      error('Middleware "g" ended without calling next(), so the task did not run.'),
    ],
    [
      "whose output cannot be serialised: cleanup, but no outcome hooks",
      { output: "function" },
      {},
      [...UNTIL_RUN, ...CLEANUP, ...CLOSE],
      { ok: false, error: { type: "INTERNAL_ERROR", code: "TASK_OUTPUT_ERROR" } },
    ],
    [
      "whose input cannot be read: no hooks at all",
      {},
      { payload: "{", payloadType: "application/json" },
      [],
      { ok: false, error: { type: "INTERNAL_ERROR", code: "TASK_INPUT_ERROR" } },
    ],
  ])("%s", async (_, plan, overrides, order, result) => {
    const report = await attempt(plan, overrides);
    expect(report.order).toEqual(order);
    expect(report.result).toMatchObject(result);
    expect("retry" in report.result).toBe("retry" in result);
  });
});

describe("catchError", () => {
  const answer = (from: string, value: object) => ({
    throwIn: ["run"],
    answer: { [`${from}.catchError`]: value },
  });

  test("of the task answers first, and then no other is asked", async () => {
    const { order } = await attempt(answer("t", { retryDelayInMs: 5 }));
    expect(order).toContain("t.catchError");
    expect(order).not.toContain("g.catchError");
  });

  test.each<[string, object, object | undefined]>([
    ["skipRetrying", { skipRetrying: true, retryDelayInMs: 5 }, undefined],
    ["retryDelayInMs", { retryDelayInMs: 12_345.6 }, { delayMs: 12_346 }],
    ["retryDelayInMs below zero", { retryDelayInMs: -1 }, { delayMs: 0 }],
    ["retryAt in the past", { retryAt: new Date(0) }, { delayMs: 0 }],
    ["retry, over the task's options", { retry: { minTimeoutInMs: 700 } }, { delayMs: 700 }],
    ["retry without attempts left", { retry: { maxAttempts: 1 } }, undefined],
    ["nothing that counts", { retryDelayInMs: Number.NaN }, undefined],
  ])("may answer %s", async (_, value, retry) => {
    const { result, order } = await attempt(answer("g", value));
    expect(Reflect.get(result, "retry")).toEqual(retry);
    expect(order.includes("g.onFailure(in run)")).toBe(retry === undefined);
  });

  test("may answer a time", async () => {
    const retryAt = new Date(Date.now() + 60_000);
    const { result } = await attempt(answer("g", { retryAt }));
    const delayMs = result.ok ? undefined : result.retry?.delayMs;
    expect(delayMs).toBeGreaterThan(50_000);
    expect(delayMs).toBeLessThanOrEqual(60_000);
  });

  test("may replace the error, which alone means failure", async () => {
    const alone = await attempt(answer("t", { error: "another" }));
    expect(alone.result).toEqual({ ok: false, error: { type: "STRING_ERROR", raw: "another" } });
    expect(alone.order).toContain("g.onFailure(another)");
    const both = await attempt(answer("t", { error: "another", retryDelayInMs: 7 }));
    expect(both.result).toEqual({
      ok: false,
      error: { type: "STRING_ERROR", raw: "another" },
      retry: { delayMs: 7 },
    });
  });

  test("cannot ask for more attempts than there are: the last one ends with its hooks", async () => {
    for (const value of [
      { retryDelayInMs: 5 },
      { retryAt: new Date() },
      { retry: { maxAttempts: 9 } },
    ]) {
      const { result, order } = await attempt(answer("t", value), LAST);
      expect(result).not.toHaveProperty("retry");
      expect(order).toContain("t.onFailure(in run)");
      expect(order).toContain("t.onComplete(false)");
    }
  });
});

describe("the timeline", () => {
  test("shows each hook as a span with its own logs, inside the middleware around it", async () => {
    const { events } = await attempt({});
    const spans = spansOf(events).filter(({ durationMs }) => durationMs !== undefined);
    const find = (name: string, from: string) =>
      spans.find((span) => span.name === name && span.attributes?.from === from);
    const outer = find("middleware", "global");
    const inner = find("middleware", "task");
    expect(outer?.parentSpanId).toBeUndefined();
    expect(inner?.parentSpanId).toBe(outer?.spanId);
    for (const [name, from] of [
      ["onStart", "global"],
      ["cleanup", "task"],
    ] as const) {
      const span = find(name, from);
      expect(span).toMatchObject({ category: "hook", parentSpanId: inner?.spanId });
      const who = from === "global" ? "g" : "t";
      const log = logsOf(events).find(({ message }) => message === `${who}.${name}`);
      expect(log?.parentSpanId).toBe(span?.spanId);
    }
    expect(find("onStart", "global")?.attributes).toEqual({ from: "global", name: "g" });
    expect(spans.find(({ name }) => name === "run")?.parentSpanId).toBe(inner?.spanId);
  });

  test("shows an ignored error on the hook's span and as a warning", async () => {
    const { events, warnings } = await attempt({ throwIn: ["t.onStart"] });
    expect(warnings).toEqual(["onStart failed and was ignored. Error: in t.onStart"]);
    const failedSpans = spansOf(events).filter(({ error }) => error !== undefined);
    expect(failedSpans).toMatchObject([{ name: "onStart", error: { message: "in t.onStart" } }]);
  });
});

describe("where hooks come from", () => {
  const sources = {
    "trigger.config.ts": `
      import { defineConfig, tasks } from "@pawl/sdk";
      export const handleError = async () => { console.log("config.handleError"); };
      export default defineConfig({
        project: "proj_test",
        onStart: async () => { console.log("config.onStart"); },
        init: async () => ({ fromConfig: 1 }),
      });`,
    "trigger/init.ts": `
      import { tasks } from "@pawl/sdk";
      const say = (text: string) => async () => { console.log(text); };
      tasks.onStart("first", say("replaced"));
      tasks.onStart(say("second"));
      tasks.onStart("first", say("first"));`,
    "trigger/plain.ts": `
      import { tasks, task, locals } from "@pawl/sdk";
      const count = locals.create<number>("count");
      tasks.middleware("count", async ({ next }) => {
        console.log("before: " + locals.get(count));
        locals.set(count, 41);
        await next();
        console.log("after: " + locals.getOrThrow(count));
      });
      export const plain = task({ id: "plain", run: async (payload: { fail?: boolean }, { init }) => {
        tasks.onSuccess(async () => { console.log("only this run"); });
        locals.set(count, locals.getOrThrow(count) + 1);
        if (payload?.fail) throw new Error("x");
        return init;
      } });`,
  };

  let process: RunnerProcess;
  beforeAll(async () => {
    process = new RunnerProcess(await deployedEntry(sources));
  });
  const messagesOf = async (payloadValue: unknown) =>
    logsOf((await process.run("plain", { payloadValue })).events).map(({ message }) => message);

  test("the config's come first; a name keeps its place; one registered in run ends with the run", async () => {
    const expected = [
      "before: undefined",
      "config.onStart",
      "first",
      "second",
      "only this run",
      "after: 42",
    ];
    expect(await messagesOf({})).toEqual(expected);
    expect(await messagesOf({})).toEqual(expected);
  });

  test("the config's init reaches run, its handleError is a catchError", async () => {
    const { result } = await process.run("plain", {});
    expect(result).toMatchObject({ ok: true, output: '{"json":{"fromConfig":1}}' });
    expect(await messagesOf({ fail: true })).toContain("config.handleError");
  });
});

describe("cancelling", () => {
  const sources = {
    "trigger.config.ts": MINIMAL_CONFIG,
    "trigger/graceful.ts": `
      import { task, tasks } from "@pawl/sdk";
      const say = (text: string) => async () => { console.log(text); };
      tasks.onCancel("g", async () => { console.log("g.onCancel"); throw new Error("ignored"); });
      export const graceful = task({
        id: "graceful",
        onSuccess: say("onSuccess"), onFailure: say("onFailure"), onComplete: say("onComplete"),
        catchError: say("catchError"), cleanup: say("cleanup"),
        onCancel: async ({ runPromise }) => {
          console.log("t.onCancel");
          console.log("run gave " + await runPromise.catch((error: Error) => error.message));
        },
        run: async (payload: { fail?: boolean }, { signal }) => {
          console.log("waiting");
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          if (payload?.fail) throw new Error("nothing");
          return "half";
        },
      });`,
  };

  let process: RunnerProcess;
  beforeAll(async () => {
    process = new RunnerProcess(await deployedEntry(sources));
  });

  async function cancelled(reason: "CANCELED" | "MAX_DURATION", payloadValue: object) {
    const attemptId = process.start("graceful", { payloadValue });
    await process.until(
      (m) =>
        m.type === "events" &&
        m.attemptId === attemptId &&
        m.events.some((event) => event.kind === "log" && event.message === "waiting"),
    );
    process.send({ type: "cancel", attemptId, reason });
    const { result, events } = await process.report(attemptId);
    const order = logsOf(events).filter(({ level }) => level === "LOG");
    return { result, order: order.map(({ message }) => message).slice(1) };
  }

  test("calls onCancel, globals first, with the promise of run, and then cleanup; nothing else", async () => {
    const { result, order } = await cancelled("CANCELED", {});
    expect(order.filter((message) => message !== "cleanup")).toEqual([
      "g.onCancel",
      "t.onCancel",
      "run gave half",
    ]);
    expect(order).toContain("cleanup");
    expect(result).toMatchObject({
      error: { code: "TASK_RUN_CANCELLED" },
      lateOutput: { output: "half", outputType: "text/plain" },
    });
    expect((await cancelled("CANCELED", { fail: true })).order).toContain("run gave nothing");
  });

  test("for exceeding maxDuration calls no hooks", async () => {
    const { result, order } = await cancelled("MAX_DURATION", {});
    expect(order).toEqual([]);
    expect(result).toMatchObject({ error: { code: "MAX_DURATION_EXCEEDED" } });
  });
});
