import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError, NotFoundError } from "./client/errors.ts";
import { callApi } from "./client/transport.ts";
import type { CurrentAttempt, WaitStep } from "./current-attempt.ts";
import { inboxOf, inputPath } from "./input-inbox.ts";
import { ResultPromise } from "./result-promise.ts";
import { attemptThatWaits } from "./trigger-and-wait.ts";
import { toTokenResult } from "./wait.ts";
import type { WaitpointResult } from "./waitpoint-result.ts";
import { ManualWaitpointPromise, WaitpointTimeoutError } from "./waitpoint-result.ts";

/** No message came in the time that `once` was given. */
export class InputStreamTimeoutError extends Error {
  override readonly name = "InputStreamTimeoutError";
}

export type InputResult<T> =
  | { ok: true; output: T }
  | { ok: false; error: InputStreamTimeoutError };

/** Resolves to the result of `once`; `unwrap()` to the message, and throws InputStreamTimeoutError when none came in time. */
export class InputStreamOncePromise<T> extends ResultPromise<T, InputStreamTimeoutError> {}

export interface InputOnceOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds; else as long as it takes. */
  timeoutMs?: number | undefined;
  /** Of its span on the timeline. */
  spanName?: string | undefined;
}

export interface InputWaitOptions {
  /** A duration such as `"1h"`, or an ISO date. None: it waits for ever. */
  timeout?: string | undefined;
  idempotencyKey?: string | undefined;
  idempotencyKeyTTL?: string | undefined;
  /** Of the token behind it, at most 10. */
  tags?: string[] | undefined;
  /** Of its span on the timeline. */
  spanName?: string | undefined;
}

export interface InputIdleOptions {
  /** So long the run executes on and keeps its slot. */
  idleTimeoutInSeconds: number;
  /** Of the wait behind that, as of `wait`. */
  timeout?: string | undefined;
  spanName?: string | undefined;
  /** Called before the run is suspended. */
  onSuspend?: (() => void | Promise<void>) | undefined;
  /** Called when a message has come to the suspended run. */
  onResume?: (() => void | Promise<void>) | undefined;
  /** Ends with the idle time instead. */
  skipSuspend?: boolean | undefined;
}

/** Messages of one type into a run. */
export interface InputStream<T> {
  id: string;
  /** Calls `handler` with each message, those before it included, until the attempt ends or `off()` is called. */
  on: (handler: (data: T) => void | Promise<void>) => { off: () => void };
  /** The next message, for a run that executes meanwhile. */
  once: (options?: InputOnceOptions) => InputStreamOncePromise<T>;
  /** The next message if it has arrived; it stays the next one. Undefined also right after the first call. */
  peek: () => T | undefined;
  /**
   * The next message, for a run that waits: like `wait.forToken` it holds no slot meanwhile and survives restarts.
   * `{ ok: false }` when the timeout came first.
   */
  wait: (options?: InputWaitOptions) => ManualWaitpointPromise<T>;
  /** Like `once` for a while, then like `wait`. */
  waitWithIdleTimeout: (options: InputIdleOptions) => Promise<WaitpointResult<T>>;
  /** Sends a message of up to 1 MB into a run that is not over, from anywhere. */
  send: (
    runId: string,
    data: T,
    options?: { requestOptions?: RequestOptions | undefined },
  ) => Promise<void>;
}

/** What the messages of a stream are: `InferInputStreamType<typeof approvals>`. */
export type InferInputStreamType<T> = T extends InputStream<infer TData> ? TData : unknown;

/**
 * Messages into a run, such as what a person says to an agent. Each is handed out once, in the order in which they
 * were sent; those that come before the run asks are kept for it.
 *
 * Source: sdk-facts §1.14, http-contract §10.11.
 */
export function defineInput<T>({ id }: { id: string }): InputStream<T> {
  return {
    id,
    on: (handler) => inboxHere("on", id).on((message) => handler(asSent<T>(message))),
    once: (options) => once<T>(id, options),
    peek: () => asSent<T | undefined>(inboxHere("peek", id).peek()),
    wait: (options) => wait<T>(id, options),
    waitWithIdleTimeout: (options) => waitWithIdleTimeout<T>(id, options),
    send: async (runId, data, { requestOptions } = {}) => {
      const path = inputPath(runId, id);
      await callApi({ method: "POST", path, body: { data } }, requestOptions);
    },
  };
}

/** The sender's type is the stream's. */
function asSent<T>(message: unknown): T {
  return message as T;
}

function inboxHere(method: string, id: string) {
  return inboxOf(attemptThatWaits(`${method}() of an input stream`), id);
}

function once<T>(
  id: string,
  { signal, timeoutMs, spanName = `once ${id}` }: InputOnceOptions = {},
): InputStreamOncePromise<T> {
  return new InputStreamOncePromise<T>((resolve, reject) => {
    const attempt = attemptThatWaits("once() of an input stream");
    const step = timeoutMs ? attempt.beginWait(`${fingerprint(id)} once`) : undefined;
    listen<T>(attempt, id, { signal, timeoutMs, spanName, step }).then(resolve, reject);
  });
}

interface ListenOptions extends InputOnceOptions {
  /** Its place among the waits of the run; none where nothing depends on whether it was late. */
  step?: WaitStep | undefined;
}

function listen<T>(
  attempt: CurrentAttempt,
  id: string,
  { spanName = `once ${id}`, ...options }: ListenOptions,
): Promise<InputResult<T>> {
  const taken = () => takeInTime<T>(attempt, id, options);
  return attempt.trace(spanName, taken, { attributes: { key: id } });
}

/** Messages that were there before are there again; they may take a moment to be read. */
const READ_AGAIN_MS = 5_000;
const LONG_AGO = new Date(0);
const LATE = { type: "duration", date: LONG_AGO } as const;

/**
 * That no message came in time is entered in the journal: code that runs again is not given what came later. That one
 * came needs no entry, since it is there again.
 */
async function takeInTime<T>(
  attempt: CurrentAttempt,
  id: string,
  { signal, timeoutMs = 0, step }: ListenOptions,
): Promise<InputResult<T>> {
  const late = new InputStreamTimeoutError(`No message came to “${id}” within ${timeoutMs} ms.`);
  const timeout = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const giveUpIn = (ms: number) => {
    timer = setTimeout(() => timeout.abort(late), ms);
  };
  const before = step && attempt.hasJournal ? wasLate(step) : undefined;
  if (timeoutMs > 0 && !before) giveUpIn(timeoutMs);
  const ready = before?.then(
    (is) => (is ? timeout.abort(late) : giveUpIn(timeoutMs + READ_AGAIN_MS)),
    (error: unknown) => timeout.abort(error),
  );
  try {
    const ends = AbortSignal.any([timeout.signal, ...(signal ? [signal] : [])]);
    return { ok: true, output: asSent<T>(await inboxOf(attempt, id).take(ends, ready)) };
  } catch (error) {
    if (error !== late) throw error;
    await step?.wait({ kind: "DURATION", until: LONG_AGO }, LATE);
    return { ok: false, error: late };
  } finally {
    clearTimeout(timer);
  }
}

async function wasLate(step: WaitStep): Promise<boolean> {
  try {
    await step.wait({ kind: "PAST" }, LATE);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

function wait<T>(id: string, options: InputWaitOptions = {}): ManualWaitpointPromise<T> {
  return new ManualWaitpointPromise<T>((resolve, reject) => {
    const attempt = attemptThatWaits("wait() of an input stream");
    const step = attempt.beginWait(fingerprint(id));
    suspend<T>(attempt, step, id, options).then(resolve, reject);
  });
}

function fingerprint(id: string): string {
  return `streams.input ${id}`;
}

function suspend<T>(
  attempt: CurrentAttempt,
  step: WaitStep,
  id: string,
  { spanName = fingerprint(id), ...options }: InputWaitOptions,
): Promise<WaitpointResult<T>> {
  const path = `/api/v1/runs/${encodeURIComponent(attempt.ctx.run.id)}/input-streams/wait`;
  return attempt.waitSpan(spanName, () =>
    inboxOf(attempt, id).leaveTo(async (lastSeqNum) => {
      const body = { streamId: id, lastSeqNum, ...options };
      const { requestKey } = step;
      const answer = await callApi({ method: "POST", path, body, requestKey });
      const tokenId: unknown = Reflect.get(answer.body, "waitpointId");
      if (typeof tokenId !== "string") {
        throw new ApiSchemaValidationError("The answer carries no token.", { body: answer.body });
      }
      const waitedFor = { type: "token", token: tokenId } as const;
      return toTokenResult<T>(await step.wait({ kind: "TOKEN", tokenId }, waitedFor));
    }),
  );
}

/**
 * It takes its place among the waits of the run before it looks for a message: code that runs again goes straight to
 * the wait, and is given the message that came either way.
 */
async function waitWithIdleTimeout<T>(
  id: string,
  { idleTimeoutInSeconds, timeout, spanName, ...options }: InputIdleOptions,
): Promise<WaitpointResult<T>> {
  const { onSuspend, onResume, skipSuspend = false } = options;
  const attempt = attemptThatWaits("waitWithIdleTimeout() of an input stream");
  const step = attempt.beginWait(fingerprint(id));
  if (idleTimeoutInSeconds > 0 && (skipSuspend || !attempt.hasJournal)) {
    const timeoutMs = idleTimeoutInSeconds * 1_000;
    const soon = await listen<T>(attempt, id, {
      ...{ timeoutMs, spanName },
      // Else the wait behind it takes that place.
      step: skipSuspend ? step : undefined,
    });
    if (soon.ok) return soon;
  }
  if (skipSuspend) {
    const message = `No message came to “${id}” within ${idleTimeoutInSeconds} seconds.`;
    return { ok: false, error: new WaitpointTimeoutError(message) };
  }
  await onSuspend?.();
  const result = await suspend<T>(attempt, step, id, { timeout, spanName });
  if (result.ok) await onResume?.();
  return result;
}
