import { beforeAll, describe, expect, test } from "vitest";
import { afterAttempt } from "#worker/domain/attempt.ts";
import { workerLostError } from "#worker/domain/process-death.ts";
import type { Row } from "../support/hook-table.ts";
import {
  CATCH,
  CLEANUP,
  CLOSE,
  checkRow,
  error,
  failed,
  INIT,
  internal,
  OK,
  ON_START,
  OPEN,
  retried,
  SUCCESS,
  UNTIL_RUN,
  UNTIL_RUN_AGAIN,
} from "../support/hook-table.ts";
import type { Plan, RunHooked } from "../support/hooked-task.ts";
import { hookedEntry, hookedTask, LAST, RETRY } from "../support/hooked-task.ts";
import { deployedEntry } from "../support/project.ts";
import { logsOf, RunnerProcess } from "../support/runner-process.ts";

/** Says what each hook is given. */
const SEEING = {
  "trigger/sees.ts": `
    import { task } from "@pawl/sdk";
    const say = (kind: string) => async (given: { task?: string; init?: object; signal: AbortSignal }) => {
      console.log(kind + " " + given.task + " " + JSON.stringify(given.init));
    };
    export const sees = task({
      id: "sees",
      init: async () => ({ a: 1 }),
      onStart: say("onStart"), onSuccess: say("onSuccess"), onFailure: say("onFailure"),
      onComplete: say("onComplete"), cleanup: say("cleanup"),
      catchError: async ({ task, init, retry, retryDelayInMs, retryAt }) => {
        console.log(["catchError", task, JSON.stringify(init), retry.maxAttempts, retryDelayInMs, retryAt?.constructor.name].join(" "));
      },
      run: async (payload: { fail?: boolean }, { ctx, init }) => {
        console.log("run " + ctx.task.id + " " + JSON.stringify(init));
        if (payload.fail) throw new Error("x");
      },
    });`,
};

let attempt: RunHooked;
let withTwoGlobals: RunHooked;
beforeAll(async () => {
  [attempt, withTwoGlobals] = await Promise.all([hookedTask(), hookedTask("more")]);
});

const SUCCEEDED = [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, ...CLOSE];
const NEVER_CALLED =
  "The task's own middleware ended without calling next(), so the task did not run.";
const OFF = { retriesEnabled: false };

describe("errors that are ignored", () => {
  test.each<Row>([
    [
      "in both inits: run is given nothing by them",
      { throwIn: ["g.init", "t.init"] },
      {},
      SUCCEEDED.map((said) => (said.startsWith("run") ? "run {}" : said)),
      OK,
    ],
    ["of an abort in onStart", { abortIn: ["t.onStart"] }, {}, SUCCEEDED, OK],
    [
      "in every outcome hook of a success",
      { throwIn: ["g.onSuccess", "t.onSuccess", "g.onComplete", "t.onComplete"] },
      {},
      SUCCEEDED,
      OK,
    ],
    [
      "in every outcome hook of a failure",
      { throwIn: ["run", "g.onFailure", "t.onFailure", "g.onComplete", "t.onComplete"] },
      LAST,
      [...UNTIL_RUN_AGAIN, ...CATCH, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
  ])("%s", (...row) => checkRow(attempt, row));
});

describe("errors that fail the attempt", () => {
  test.each<Row>([
    [
      "in the task's onStartAttempt, the last",
      { throwIn: ["t.onStartAttempt"] },
      LAST,
      [
        ...OPEN,
        ...INIT,
        "g.onStartAttempt",
        "t.onStartAttempt",
        ...CATCH,
        ...failed("in t.onStartAttempt"),
        ...CLEANUP,
        ...CLOSE,
      ],
      error("in t.onStartAttempt"),
    ],
    [
      "in both cleanups: all of them run, the first counts",
      { throwIn: ["g.cleanup", "t.cleanup"] },
      {},
      [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, ...CATCH, ...CLOSE],
      retried("in g.cleanup"),
    ],
    [
      "in cleanup after a failure that is retried: the first error and its delay stay",
      { throwIn: ["run", "t.cleanup"], answer: { "t.catchError": { retryDelayInMs: 7 } } },
      {},
      [...UNTIL_RUN, "t.catchError", ...CLEANUP, ...CLOSE],
      retried("in run", 7),
    ],
    [
      "in middleware before next, of the task, the last",
      { throwIn: [">t"] },
      LAST,
      [...OPEN, "<g", ...CATCH, ...failed("in >t")],
      error("in >t"),
    ],
    [
      "in middleware after next, global, the last",
      { throwIn: ["<g"] },
      LAST,
      [
        ...UNTIL_RUN_AGAIN,
        ...SUCCESS,
        ...CLEANUP,
        "<t",
        ...CATCH,
        "g.onFailure(in <g)",
        "t.onFailure(in <g)",
      ],
      error("in <g"),
    ],
    [
      "in middleware after a failure that is retried: the first error stays",
      { throwIn: ["run", "<t", "<g"] },
      {},
      [...UNTIL_RUN, ...CATCH, ...CLEANUP],
      retried("in run"),
    ],
    [
      "in middleware after a failure, the last: outcome hooks run once",
      { throwIn: ["run", "<g"] },
      LAST,
      [...UNTIL_RUN_AGAIN, ...CATCH, ...failed("in run"), ...CLEANUP, "<t"],
      error("in run"),
    ],
    [
      "of middleware that never calls next, retried",
      { silentMiddleware: "t" },
      {},
      [...OPEN, "<t", "<g", ...CATCH],
      retried(NEVER_CALLED),
    ],
  ])("%s", (...row) => checkRow(attempt, row));
});

describe("errors without a retry", () => {
  test.each<Row>([
    [
      "an abort in onStartAttempt",
      { abortIn: ["g.onStartAttempt"] },
      {},
      [
        ...OPEN,
        ...INIT,
        ...ON_START,
        "g.onStartAttempt",
        ...failed("in g.onStartAttempt"),
        ...CLEANUP,
        ...CLOSE,
      ],
      error("in g.onStartAttempt"),
    ],
    [
      "a request that our API has refused",
      { refuseIn: ["run"] },
      {},
      [...UNTIL_RUN, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
    ],
    [
      "a request that our API has refused, in cleanup after a success",
      { refuseIn: ["g.cleanup"] },
      {},
      [
        ...UNTIL_RUN,
        ...SUCCESS,
        ...CLEANUP,
        "g.onFailure(in g.cleanup)",
        "t.onFailure(in g.cleanup)",
        ...CLOSE,
      ],
      error("in g.cleanup"),
    ],
    ["an abort in middleware", { abortIn: [">g"] }, {}, [">g", ...failed("in >g")], error("in >g")],
    [
      "an abort in cleanup after a success",
      { abortIn: ["t.cleanup"] },
      {},
      [
        ...UNTIL_RUN,
        ...SUCCESS,
        ...CLEANUP,
        "g.onFailure(in t.cleanup)",
        "t.onFailure(in t.cleanup)",
        ...CLOSE,
      ],
      error("in t.cleanup"),
    ],
    [
      "in middleware where retries are off",
      { throwIn: [">t"] },
      OFF,
      [...OPEN, "<g", ...failed("in >t")],
      error("in >t"),
    ],
    [
      "in catchError, the global one, after the task's decided nothing",
      { throwIn: ["run", "g.catchError"] },
      {},
      [...UNTIL_RUN, ...CATCH, ...CLEANUP, ...CLOSE],
      internal("HANDLE_ERROR_ERROR", "CRASHED"),
    ],
    [
      "in catchError on the last attempt: no outcome hooks either",
      { throwIn: ["run", "t.catchError"] },
      LAST,
      [...UNTIL_RUN_AGAIN, "t.catchError", ...CLEANUP, ...CLOSE],
      internal("HANDLE_ERROR_ERROR", "CRASHED"),
    ],
    [
      "in catchError for an error in cleanup",
      { throwIn: ["g.cleanup", "t.catchError"] },
      {},
      [...UNTIL_RUN, ...SUCCESS, ...CLEANUP, "t.catchError", ...CLOSE],
      internal("HANDLE_ERROR_ERROR", "CRASHED"),
    ],
    [
      "in catchError for an error in middleware",
      { throwIn: [">g", "t.catchError"] },
      {},
      [">g", "t.catchError"],
      internal("HANDLE_ERROR_ERROR", "CRASHED"),
    ],
    [
      "an output that cannot be serialised, whatever cleanup and middleware throw",
      { output: "function", throwIn: ["g.cleanup", "<t"] },
      {},
      [...UNTIL_RUN, ...CLEANUP, "<g"],
      internal("TASK_OUTPUT_ERROR", "FAILED"),
    ],
  ])("%s", (...row) => checkRow(attempt, row));
});

describe("a process that dies", () => {
  const died = async (plan: Plan, number = 1) => {
    const runner = new RunnerProcess(await hookedEntry());
    const started = runner.start("hooked", { payloadValue: plan, number, retry: RETRY });
    const code = await runner.exit();
    // The last ones come with the result.
    const events = runner.messages.flatMap((m) => ("events" in m ? (m.events ?? []) : []));
    const results = runner.messages.flatMap((m) => (m.type === "result" ? [m.result] : []));
    expect(started).toBe("attempt_1");
    return { code, order: logsOf(events).map(({ message }) => message), results };
  };

  test("runs no hook any more, and the worker alone says what becomes of the run", async () => {
    const { code, order, results } = await died({ dieIn: { run: "exit" } });
    expect([code, order, results]).toEqual([3, UNTIL_RUN, []]);
    const end = { kind: "PROCESS_DIED", error: workerLostError() } as const;
    const facts = { retry: RETRY, random: 0, end };
    expect(afterAttempt({ ...facts, attemptNumber: 1 }).to).toBe("QUEUED");
    expect(afterAttempt({ ...facts, attemptNumber: 3 }).to).toBe("CRASHED");
  });

  test.each([
    [1, { delayMs: 100 }, "QUEUED"],
    [3, undefined, "FAILED"],
  ])("of what nobody caught runs none either, in attempt %i", async (number, retry, to) => {
    const { code, order, results } = await died({ dieIn: { run: "uncaught" } }, number);
    expect([code, order]).toEqual([1, number === 1 ? UNTIL_RUN : UNTIL_RUN_AGAIN]);
    const error = { type: "INTERNAL_ERROR", code: "TASK_RUN_UNCAUGHT_EXCEPTION" };
    expect(results).toMatchObject([{ ok: false, error, ...(retry && { retry }) }]);
    const [result] = results;
    if (!result) throw new Error("no result");
    const end = { kind: "RESULT", result } as const;
    expect(afterAttempt({ retry: RETRY, random: 0, end, attemptNumber: number }).to).toBe(to);
  });
});

test("hooks are given what the documentation says: what init returned, and what comes next", async () => {
  const runner = new RunnerProcess(await deployedEntry(SEEING));
  const seen = async (payloadValue: object, number: number) => {
    const options = { payloadValue, number, retry: RETRY, filePath: "trigger/sees.ts" };
    const { events } = await runner.run("sees", options);
    return logsOf(events).map(({ message }) => message);
  };
  const init = '{"a":1}';
  expect(await seen({}, 1)).toEqual([
    `onStart sees ${init}`,
    `run sees ${init}`,
    `onSuccess sees ${init}`,
    `onComplete sees ${init}`,
    `cleanup sees ${init}`,
  ]);
  expect(await seen({ fail: true }, 1)).toEqual([
    `onStart sees ${init}`,
    `run sees ${init}`,
    `catchError sees ${init} 3 100 Date`,
    `cleanup sees ${init}`,
  ]);
  // Asked on the last one as well, where nothing comes next.
  expect(await seen({ fail: true }, 3)).toEqual([
    `run sees ${init}`,
    `catchError sees ${init} 3  `,
    `onFailure sees ${init}`,
    `onComplete sees ${init}`,
    `cleanup sees ${init}`,
  ]);
});

test("several globals open, run and close in the order of their registration; catchError begins with the task's", async () => {
  const all = (kind: string) => ["g", "h", "t"].map((who) => `${who}.${kind}`);
  const opening = [
    ">g",
    ">h",
    ">t",
    ...all("init"),
    ...all("onStart"),
    ...all("onStartAttempt"),
    "run",
  ];
  const closing = [...all("cleanup"), "<t", "<h", "<g"];
  const success = await withTwoGlobals({});
  const completed = [...all("onSuccess"), ...all("onComplete(true)")];
  expect(success.order).toEqual([...opening, ...completed, ...closing]);
  const failure = await withTwoGlobals({ throwIn: ["run"] });
  const asked = ["t.catchError", "g.catchError", "h.catchError"];
  expect(failure.order).toEqual([...opening, ...asked, ...closing]);
});
