import type { AnyTask, Task } from "./task.ts";

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

/** The handle that triggering this task gives. */
export type RunHandleOf<T extends AnyTask> =
  T extends Task<infer Id, infer P, infer O> ? RunHandle<Id, P, O> : never;

/** The payload type behind a task or a run handle. */
export type PayloadOf<T> =
  T extends RunHandle<string, infer P, unknown>
    ? P
    : T extends Task<string, infer P, unknown>
      ? P
      : unknown;

/** The output type behind a task or a run handle. */
export type OutputOf<T> =
  T extends RunHandle<string, infer _, infer O>
    ? O
    : T extends Task<string, infer _, infer O>
      ? O
      : unknown;
