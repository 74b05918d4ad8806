/** Resolves to a result, success or failure; `unwrap()` to what a success brought. */
export class ResultPromise<T, E extends Error> extends Promise<
  { ok: true; output: T } | { ok: false; error: E }
> {
  /** What is derived from it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @throws the error of a failure. */
  async unwrap(): Promise<T> {
    const result = await this;
    if (result.ok) return result.output;
    throw result.error;
  }
}
