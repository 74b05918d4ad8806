import type { RunHandle } from "./run-handle.ts";
import type { AnyTask, Task } from "./task.ts";

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
