import { ResultPromise } from "./result-promise.ts";

/** How the wait for a token ended. That its timeout came first is a value, not an exception. */
export type WaitpointResult<T = unknown> =
  | { ok: true; output: T }
  | { ok: false; error: WaitpointTimeoutError };

/** The token's timeout came before anybody completed it. */
export class WaitpointTimeoutError extends Error {
  override readonly name = "WaitpointTimeoutError";
}

/**
 * Resolves to the result of a token that is waited for; `unwrap()` to what it was completed with, and throws
 * WaitpointTimeoutError when the token has timed out.
 */
export class ManualWaitpointPromise<T> extends ResultPromise<T, WaitpointTimeoutError> {}
