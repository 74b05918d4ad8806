/** Carries the payload and output types of a run. It exists for the compiler only. */
declare const typesOfRun: unique symbol;

/** What a trigger gives: enough to find the run again, here or in a browser. */
export interface RunHandle<
  TIdentifier extends string = string,
  TPayload = unknown,
  TOutput = unknown,
> {
  /** `run_…` */
  readonly id: string;
  readonly taskIdentifier: TIdentifier;
  /** Reads this run and nothing else, for an hour. Safe to give to a browser. Empty when the server sent none. */
  readonly publicAccessToken: string;
  /** True when the idempotency key matched a run that exists already: this is that run. */
  readonly isCached?: boolean;
  readonly [typesOfRun]?: { payload: TPayload; output: TOutput };
}

export type AnyRunHandle = RunHandle<string, unknown, unknown>;
