import { beforeAll, describe, expect, test } from "vitest";
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
  ON_START_ATTEMPT,
  OPEN,
  retried,
  SUCCESS,
  UNTIL_RUN,
  UNTIL_RUN_AGAIN,
} from "../support/hook-table.ts";
import type { RunHooked } from "../support/hooked-task.ts";
import { hookedTask, LAST } from "../support/hooked-task.ts";
import { logsOf, spansOf } from "../support/runner-process.ts";

let attempt: RunHooked;
beforeAll(async () => {
  attempt = await hookedTask();
});

describe("the order of an attempt", () => {
  test.each<Row>([
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
      { abortIn: ["run"] },
      {},
      [...UNTIL_RUN, ...failed("in run"), ...CLEANUP, ...CLOSE],
      error("in run"),
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
      internal("HANDLE_ERROR_ERROR", "CRASHED"),
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
      internal("TASK_OUTPUT_ERROR", "FAILED"),
    ],
    [
      "whose input cannot be read: no hooks at all",
      {},
      { payload: "{", payloadType: "application/json" },
      [],
      internal("TASK_INPUT_ERROR", "FAILED"),
    ],
  ])("%s", (...row) => checkRow(attempt, row));
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
