import { currentAttempt } from "../current-attempt.ts";
import type { RetryOptions } from "../wire/retry.ts";
import { resolveRetry, retryDelayMs } from "../wire/retry.ts";
import { pause } from "./pause.ts";

/** What a piece of work that is tried again is told. */
export interface RetryAttempt {
  /** From 1. */
  attempt: number;
  maxAttempts: number;
}

/**
 * Calls `fn` until it returns, with the delays of the options between (default 3 attempts in all, 1 s, doubled
 * each time), and gives what it gives. Each try is a span of the timeline. An AbortTaskRunError ends it at once.
 *
 * Source: sdk-facts §1.10.
 *
 * @throws what the last try throws; the reason of the run's signal, when the run is cancelled meanwhile.
 */
export async function onThrow<T>(
  fn: (options: RetryAttempt) => Promise<T> | T,
  options: RetryOptions = {},
): Promise<T> {
  const retry = resolveRetry(options);
  const { maxAttempts } = retry;
  for (let attempt = 1; ; attempt++) {
    try {
      return await inSpan(`Attempt ${attempt} of ${maxAttempts}`, () =>
        fn({ attempt, maxAttempts }),
      );
    } catch (thrown) {
      const delayMs = retryDelayMs(retry, attempt, Math.random());
      if (delayMs === undefined || isAbort(thrown)) throw thrown;
      await pause(delayMs);
    }
  }
}

async function inSpan<T>(name: string, fn: () => Promise<T> | T): Promise<T> {
  const run = currentAttempt();
  return run ? run.trace(name, fn) : fn();
}

/** By name: it may come from another copy of the SDK. */
function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "AbortTaskRunError";
}
