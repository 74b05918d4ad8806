/** How the wait for a token ended. That its timeout came first is a value, not an exception. */
export type WaitpointResult<T = unknown> =
  | { ok: true; output: T }
  | { ok: false; error: WaitpointTimeoutError };

/** The token's timeout came before anybody completed it. */
export class WaitpointTimeoutError extends Error {
  override readonly name = "WaitpointTimeoutError";
}

/** Resolves to the result of a token that is waited for; `unwrap()` to what it was completed with. */
export class ManualWaitpointPromise<T> extends Promise<WaitpointResult<T>> {
  /** What is derived from it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @throws WaitpointTimeoutError when the token has timed out. */
  async unwrap(): Promise<T> {
    const result = await this;
    if (result.ok) return result.output;
    throw result.error;
  }
}
