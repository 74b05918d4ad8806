import { resetAt } from "../client/errors.ts";
import type { AttemptInput } from "../wire/protocol.ts";
import { retryDelayMs } from "../wire/retry.ts";

export interface DecisionClock {
  /** Epoch milliseconds. */
  now: number;
  /** Uniform in [0, 1). */
  random: number;
}

/** What of an attempt decides. */
export type RetryInput = Pick<AttemptInput, "retry" | "retriesEnabled"> & {
  ctx: Pick<AttemptInput["ctx"], "attempt">;
};

/** Milliseconds until the next attempt, or undefined when this failure is final. */
export function retryAfter(
  thrown: unknown,
  attempt: RetryInput,
  clock: DecisionClock,
): number | undefined {
  if (!attempt.retriesEnabled || refusesRetry(thrown)) return undefined;
  const delayMs = retryDelayMs(attempt.retry, attempt.ctx.attempt.number, clock.random);
  if (delayMs === undefined) return undefined;
  const untilReset = rateLimitReset(thrown) - clock.now;
  // Up to a second of jitter: everybody who was refused waits for the same moment.
  return untilReset > 0 ? Math.round(untilReset + clock.random * 1_000) : delayMs;
}

/** The server counts the same way: after this one none follows, whatever is asked for. */
export function isLastAttempt({ retry, ctx }: RetryInput): boolean {
  return ctx.attempt.number >= retry.maxAttempts;
}

/**
 * Recognised by name, not by class: the error may come from another copy of the SDK.
 *
 * Source: lifecycle §3.
 */
export function refusesRetry(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === "AbortTaskRunError" || thrown.name === "WaitMismatchError") return true;
  const status = apiStatus(thrown);
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Epoch milliseconds; 0 where the error is no rate limit of our client. */
function rateLimitReset(thrown: unknown): number {
  if (!(thrown instanceof Error) || apiStatus(thrown) !== 429) return 0;
  const headers: unknown = Reflect.get(thrown, "headers");
  return headers instanceof Headers ? (resetAt(headers) ?? 0) : 0;
}

function apiStatus(error: Error): number | undefined {
  const status: unknown =
    error.name === "TriggerApiError" ? Reflect.get(error, "status") : undefined;
  return typeof status === "number" ? status : undefined;
}
