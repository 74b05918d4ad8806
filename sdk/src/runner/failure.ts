import type { CatchErrorResult } from "../hooks.ts";
import type { TaskRunError } from "../wire/errors.ts";
import { resolveRetry, retryDelayMs } from "../wire/retry.ts";
import type { AttemptHooks } from "./attempt-hooks.ts";
import type { DecisionClock, RetryInput } from "./retry-decision.ts";
import { isLastAttempt, refusesRetry, retryAfter } from "./retry-decision.ts";
import type { AttemptSession } from "./session.ts";
import { headline, internalError, toTaskRunError } from "./task-error.ts";

/** What becomes of an attempt that failed. */
export type Failure =
  /** Another attempt follows. */
  | { kind: "retry"; error: TaskRunError; delayMs: number }
  /** The run is over, and the outcome hooks are told of `thrown`. */
  | { kind: "final"; error: TaskRunError; thrown: unknown }
  /** The run is over without outcome hooks. */
  | { kind: "silent"; error: TaskRunError };

/**
 * Retry or fail, in the order of lifecycle §3. `catchError` is asked unless a retry is out of the
 * question; the first of them that returns something truthy decides.
 */
export async function decideFailure(
  session: AttemptSession,
  hooks: AttemptHooks,
  thrown: unknown,
  init: object,
): Promise<Failure> {
  const { attempt } = session;
  const clock = { now: Date.now(), random: Math.random() };
  const byOptions = retryAfter(thrown, attempt, clock);
  if (isOutOfMemory(thrown)) return outOfMemory(thrown, byOptions);
  const isAsked = attempt.retriesEnabled && !refusesRetry(thrown);
  try {
    const answer = isAsked
      ? await askCatchError(session, hooks, { thrown, init, byOptions, clock })
      : undefined;
    const error = answer && "error" in answer && answer.error !== undefined ? answer.error : thrown;
    const delayMs = answer ? delayByAnswer(answer, attempt, clock) : byOptions;
    const data = toTaskRunError(error, session.bundleRoot);
    if (delayMs === undefined) return { kind: "final", error: data, thrown: error };
    return { kind: "retry", error: data, delayMs };
  } catch (inCatchError) {
    const { bundleRoot } = session;
    const message = `catchError failed. ${headline(inCatchError)}`;
    const error = internalError("HANDLE_ERROR_ERROR", message, {
      thrown: inCatchError,
      bundleRoot,
    });
    return { kind: "silent", error };
  }
}

/** By name, as all that the user's copy of the SDK throws. */
function isOutOfMemory(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === "OutOfMemoryError";
}

/** As if the process had been killed for it: a retry by the options, on a larger machine if they name one, or a crash. */
function outOfMemory(thrown: Error, delayMs: number | undefined): Failure {
  const error = internalError("TASK_PROCESS_OOM_KILLED", thrown.message);
  return delayMs === undefined ? { kind: "silent", error } : { kind: "retry", error, delayMs };
}

async function askCatchError(
  { attempt }: AttemptSession,
  hooks: AttemptHooks,
  asked: { thrown: unknown; init: object; byOptions: number | undefined; clock: DecisionClock },
): Promise<CatchErrorResult | undefined> {
  const { thrown: error, init, byOptions, clock } = asked;
  const retryAt = byOptions === undefined ? undefined : new Date(clock.now + byOptions);
  const own = { error, init, retry: attempt.retry, retryDelayInMs: byOptions, retryAt };
  for (const hook of hooks.list("catchError")) {
    const answer = await hooks.call("catchError", hook, own);
    if (answer) return answer;
  }
  return undefined;
}

/** Milliseconds, or undefined when the answer means failure, or when no attempt is left whatever it asks for. */
export function delayByAnswer(
  answer: CatchErrorResult,
  attempt: RetryInput,
  clock: DecisionClock,
): number | undefined {
  if (answer.skipRetrying || isLastAttempt(attempt)) return undefined;
  const { retryAt, retryDelayInMs, retry } = answer;
  if (retryAt instanceof Date && !Number.isNaN(retryAt.getTime())) {
    return Math.max(0, Math.round(retryAt.getTime() - clock.now));
  }
  if (typeof retryDelayInMs === "number" && Number.isFinite(retryDelayInMs)) {
    return Math.max(0, Math.round(retryDelayInMs));
  }
  if (!retry) return undefined;
  return retryDelayMs(resolveRetry(retry, attempt.retry), attempt.ctx.attempt.number, clock.random);
}
