import type { TraceSpan } from "../current-attempt.ts";
import { currentAttempt } from "../current-attempt.ts";
import type { RetryOptions } from "../wire/retry.ts";
import { resolveRetry, retryDelayMs } from "../wire/retry.ts";
import { pause } from "./pause.ts";
import type { ResetFormat } from "./reset-time.ts";
import { resetTime } from "./reset-time.ts";
import { matchesStatus } from "./status-pattern.ts";

/** Tries again after delays that grow. */
export interface BackoffStrategy extends RetryOptions {
  strategy: "backoff";
  /** Given the text of the answer: false means that it is the answer. */
  bodyFilter?: ((body: string) => boolean) | undefined;
}

/** Tries again when the server says that its limit is reset. */
export interface HeadersStrategy {
  strategy: "headers";
  /** Names of headers; the first two are shown on the timeline. */
  limitHeader: string;
  remainingHeader: string;
  resetHeader: string;
  /** How the time in `resetHeader` is written. Default `unix_timestamp_in_ms`. */
  resetFormat?: ResetFormat | undefined;
  bodyFilter?: ((body: string) => boolean) | undefined;
}

export type FetchRetryStrategy = BackoffStrategy | HeadersStrategy;

/** When and how a request is made again. What is given replaces the default of the same field. */
export interface FetchRetryOptions {
  /**
   * By pattern of the answer's status: `"429"`, `"5xx"`, `"500-599"`, `"408,429"` or `"all"`; the first that fits.
   * Default: back off at 408, 409, 429 and 5xx.
   */
  byStatus?: Record<string, FetchRetryStrategy> | undefined;
  /** When no answer came. Default: back off. */
  connectionError?: RetryOptions | undefined;
  /** When it took longer than `timeoutInMs`. Default: back off. */
  timeout?: RetryOptions | undefined;
}

export interface RetryFetchInit extends RequestInit {
  retry?: FetchRetryOptions | undefined;
  /** Milliseconds that one try may take until its answer begins. */
  timeoutInMs?: number | undefined;
}

/** However the options read. */
const MOST_ATTEMPTS = 10;
const DEFAULT_BY_STATUS: Record<string, FetchRetryStrategy> = {
  "408,409,429,5xx": { strategy: "backoff" },
};

/** How one try ended. */
type Outcome =
  | { kind: "ANSWER"; response: Response }
  | { kind: "TIMEOUT" | "CONNECTION"; thrown: unknown };

/**
 * `fetch` that tries again. The answer to the last try is given as it is, whatever its status. Every try carries
 * its number as the header `x-retry-count`. A body that is a stream can be sent once only, and so is.
 *
 * Source: sdk-facts §1.10.
 *
 * @throws what `fetch` throws in the last try: a TimeoutError after `timeoutInMs`; the reason of the run's signal,
 * when the run is cancelled between tries.
 */
export async function retryFetch(
  input: RequestInfo | URL,
  { retry = {}, timeoutInMs, ...init }: RetryFetchInit = {},
): Promise<Response> {
  const request = new Request(input, init);
  const isRepeatable = !(init.body instanceof ReadableStream);
  return inSpan(`${request.method} ${withoutQuery(request.url)}`, async (span) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await tryOnce(request, { attempt, timeoutInMs, isRepeatable });
      const delayMs =
        isRepeatable && attempt < MOST_ATTEMPTS && !request.signal.aborted
          ? await delayAfter(outcome, retry, attempt)
          : undefined;
      describe(span, outcome, attempt);
      if (delayMs === undefined) {
        if (outcome.kind === "ANSWER") return outcome.response;
        throw outcome.thrown;
      }
      // Its connection is free for the next try.
      if (outcome.kind === "ANSWER") await outcome.response.body?.cancel();
      await pause(delayMs);
    }
  });
}

async function tryOnce(
  request: Request,
  options: { attempt: number; timeoutInMs: number | undefined; isRepeatable: boolean },
): Promise<Outcome> {
  const { attempt, timeoutInMs, isRepeatable } = options;
  const timer = new AbortController();
  const timeout = setTimeout(
    () => timer.abort(new DOMException(`No answer within ${timeoutInMs} ms.`, "TimeoutError")),
    timeoutInMs,
  );
  if (timeoutInMs === undefined) clearTimeout(timeout);
  const signal = AbortSignal.any([request.signal, timer.signal]);
  const copy = new Request(isRepeatable ? request.clone() : request, { signal });
  copy.headers.set("x-retry-count", String(attempt));
  try {
    return { kind: "ANSWER", response: await fetch(copy) };
  } catch (thrown) {
    return { kind: timer.signal.aborted ? "TIMEOUT" : "CONNECTION", thrown };
  } finally {
    clearTimeout(timeout);
  }
}

/** Milliseconds until the next try; undefined: there is none. */
async function delayAfter(
  outcome: Outcome,
  { byStatus = DEFAULT_BY_STATUS, connectionError, timeout }: FetchRetryOptions,
  attempt: number,
): Promise<number | undefined> {
  if (outcome.kind !== "ANSWER") {
    return backoff(outcome.kind === "TIMEOUT" ? timeout : connectionError, attempt);
  }
  const { response } = outcome;
  const found = Object.entries(byStatus).find(([pattern]) =>
    matchesStatus(pattern, response.status),
  );
  const strategy = found?.[1];
  if (!strategy || !(await passes(strategy.bodyFilter, response))) return undefined;
  return strategy.strategy === "backoff"
    ? backoff(strategy, attempt)
    : untilReset(strategy, response.headers);
}

function backoff(options: RetryOptions | undefined, attempt: number): number | undefined {
  return retryDelayMs(resolveRetry(options), attempt, Math.random());
}

function untilReset({ resetHeader, resetFormat }: HeadersStrategy, headers: Headers) {
  const now = Date.now();
  const reset = resetTime(headers.get(resetHeader), resetFormat, now);
  // Up to a second more: everybody who was refused waits for the same moment.
  return reset === undefined ? undefined : Math.max(0, reset - now) + Math.random() * 1_000;
}

async function passes(
  filter: ((body: string) => boolean) | undefined,
  response: Response,
): Promise<boolean> {
  return filter === undefined || filter(await response.clone().text());
}

function inSpan(name: string, fn: (span?: TraceSpan) => Promise<Response>): Promise<Response> {
  const run = currentAttempt();
  return run ? run.trace(name, fn) : fn();
}

function describe(span: TraceSpan | undefined, outcome: Outcome, attempt: number): void {
  const status = outcome.kind === "ANSWER" ? outcome.response.status : outcome.kind.toLowerCase();
  span?.setAttributes({ status, attempt });
}

/** What follows the path may hold secrets. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
