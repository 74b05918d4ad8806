import type { OutputOf, PayloadOf } from "./inferred-types.ts";
import type { AnyRunHandle } from "./run-handle.ts";
import type { RetrievedRun } from "./run-shape.ts";
import type { SubscribedRun } from "./run-subscription.ts";
import type { AnyTask } from "./task.ts";

/** What `runs.retrieve` gives for a task or a handle: `RetrieveRunResult<typeof myTask>`. */
export type RetrieveRunResult<T extends AnyTask | AnyRunHandle> = RetrievedRun<
  PayloadOf<T>,
  OutputOf<T>
>;

/** What a subscription gives for a task or a handle: `RealtimeRun<typeof myTask>`. */
export type RealtimeRun<T extends AnyTask | AnyRunHandle> = SubscribedRun<
  PayloadOf<T>,
  OutputOf<T>
>;

/** Of several tasks, the one with this id: `TaskFromIdentifier<typeof a | typeof b, "a">`. */
export type TaskFromIdentifier<TTask extends AnyTask, TId extends TTask["id"]> = Extract<
  TTask,
  { id: TId }
>;
