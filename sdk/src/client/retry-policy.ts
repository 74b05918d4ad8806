import type { ResolvedRetryOptions, RetryOptions } from "../wire/retry.ts";
import { resolveRetry, retryDelayMs } from "../wire/retry.ts";
import type { ApiError } from "./errors.ts";
import { resetAt } from "./errors.ts";

/** Source: http-contract §4.2. */
const API_RETRY: RetryOptions = {
  maxAttempts: 5,
  factor: 1.6,
  minTimeoutInMs: 1_000,
  maxTimeoutInMs: 60_000,
  randomize: false,
};

/** The first layer that sets a field wins; the API's own policy comes last. */
export function apiRetry(layers: (RetryOptions | undefined)[]): ResolvedRetryOptions {
  return resolveRetry(...layers, API_RETRY);
}

/** Milliseconds to wait before the call is made again after failure number `attempt`, or undefined to give up. */
export function apiRetryDelayMs(
  error: ApiError,
  retry: ResolvedRetryOptions,
  attempt: number,
  clock: { now: number; random: number },
): number | undefined {
  if (!isWorthRepeating(error)) return undefined;
  const backoff = retryDelayMs(retry, attempt, clock.random);
  if (backoff === undefined || error.status !== 429) return backoff;
  const untilReset = (resetAt(error.headers) ?? 0) - clock.now;
  // Up to a second of jitter: all who were refused wait for the same moment.
  return untilReset > 0 ? Math.round(untilReset + clock.random * 1_000) : backoff;
}

function isWorthRepeating({ status, headers }: ApiError): boolean {
  if (status === undefined) return true;
  const wish = headers?.get("x-should-retry");
  if (wish === "true") return true;
  if (wish === "false") return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}
