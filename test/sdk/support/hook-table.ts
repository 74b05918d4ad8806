import { expect } from "vitest";
import { afterAttempt } from "#worker/domain/attempt.ts";
import type { Plan, RunHooked } from "./hooked-task.ts";
import { RETRY } from "./hooked-task.ts";
import type { AttemptOverrides } from "./runner-process.ts";
import { spansOf } from "./runner-process.ts";

export const OPEN = [">g", ">t"];
export const INIT = ["g.init", "t.init"];
export const ON_START = ["g.onStart", "t.onStart"];
export const ON_START_ATTEMPT = ["g.onStartAttempt", "t.onStartAttempt"];
export const RUN = ['run {"g":true,"who":"t","t":true}'];
export const CLEANUP = ["g.cleanup", "t.cleanup"];
export const CLOSE = ["<t", "<g"];
export const CATCH = ["t.catchError", "g.catchError"];
export const SUCCESS = ["g.onSuccess", "t.onSuccess", "g.onComplete(true)", "t.onComplete(true)"];
export const UNTIL_RUN = [...OPEN, ...INIT, ...ON_START, ...ON_START_ATTEMPT, ...RUN];
export const UNTIL_RUN_AGAIN = [...OPEN, ...INIT, ...ON_START_ATTEMPT, ...RUN];

export function failed(message: string): string[] {
  return [
    `g.onFailure(${message})`,
    `t.onFailure(${message})`,
    "g.onComplete(false)",
    "t.onComplete(false)",
  ];
}

/** What the worker is told, and what becomes of the run. */
export interface Outcome {
  to: "COMPLETED" | "FAILED" | "CRASHED" | "QUEUED";
  result: object;
}

export const OK: Outcome = {
  to: "COMPLETED",
  result: { ok: true, output: "done", outputType: "text/plain" },
};
export const error = (message: string): Outcome => ({
  to: "FAILED",
  result: { ok: false, error: { type: "BUILT_IN_ERROR", message } },
});
export const retried = (message: string, delayMs = 100): Outcome => ({
  to: "QUEUED",
  result: { ...error(message).result, retry: { delayMs } },
});
export const internal = (code: string, to: Outcome["to"]): Outcome => ({
  to,
  result: { ok: false, error: { type: "INTERNAL_ERROR", code } },
});

export type Row = [
  name: string,
  plan: Plan,
  overrides: AttemptOverrides,
  order: string[],
  outcome: Outcome,
];

/** Executes the row in a real process: order of hooks, result, status of the run, errors on the timeline. */
export async function checkRow(attempt: RunHooked, row: Row): Promise<void> {
  const [, plan, overrides, order, { to, result }] = row;
  const report = await attempt(plan, overrides);
  expect(report.order).toEqual(order);
  expect(report.result).toMatchObject(result);
  expect("retry" in report.result).toBe("retry" in result);
  const facts = { attemptNumber: overrides.number ?? 1, retry: RETRY, random: 0 };
  const end = { kind: "RESULT", result: report.result } as const;
  expect(afterAttempt({ ...facts, end }).to).toBe(to);
  const places = thrownIn(plan, order);
  const errors = spansOf(report.events).filter((span) => span.error !== undefined);
  expect(errors.map(({ name, attributes }) => [name, attributes?.["from"]]).sort()).toEqual(
    places.map(spanOf).sort(),
  );
  expect([...report.warnings].sort()).toEqual(
    places.flatMap((place) => warningOf(place, plan)).sort(),
  );
}

/** The places of the plan that were reached. Middleware says that it closes only when it does not throw. */
function thrownIn(plan: Plan, order: string[]): string[] {
  const { throwIn = [], abortIn = [], refuseIn = [] } = plan;
  return [...throwIn, ...abortIn, ...refuseIn].filter(
    (place) => place.startsWith("<") || order.some((said) => said.split(/[ (]/)[0] === place),
  );
}

function spanOf(place: string): [name: string, from: string | undefined] {
  if (place === "run") return ["run", undefined];
  const from = /^[<>]?t/.test(place) ? "task" : "global";
  return [/^[<>]/.test(place) ? "middleware" : place.slice(2), from];
}

const IGNORED = ["init", "onStart", "onSuccess", "onFailure", "onComplete"];

function warningOf(place: string, { abortIn = [] }: Plan): string[] {
  const kind = place.slice(2);
  const name = abortIn.includes(place) ? "AbortTaskRunError" : "Error";
  return IGNORED.includes(kind) ? [`${kind} failed and was ignored. ${name}: in ${place}`] : [];
}
