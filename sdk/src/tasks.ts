import type { BatchItem, BatchRunHandle, BatchTriggerOptions } from "./batch-trigger.ts";
import { triggerBatch } from "./batch-trigger.ts";
import type { TaskRunPromise } from "./child-result.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { hookRegistration } from "./hook-registration.ts";
import type { RunHandleOf } from "./inferred-types.ts";
import type { AnyTask, TaskIdentifier, TaskOutput, TaskPayload, WaitedItem } from "./task.ts";
import type { TriggerOptions } from "./trigger.ts";
import { triggerTask } from "./trigger.ts";
import type { TriggerAndSubscribeOptions } from "./trigger-and-subscribe.ts";
import { triggerTaskAndSubscribe } from "./trigger-and-subscribe.ts";
import type { BatchResult, TriggerAndWaitOptions } from "./trigger-and-wait.ts";
import { triggerBatchAndWait, triggerTaskAndWait } from "./trigger-and-wait.ts";

/**
 * Queues a run by the id of its task. Give the task's type, imported with `import type`, and
 * payload and output are checked without the task's code getting into the caller's bundle:
 *
 * ```ts
 * import type { sendEmail } from "./trigger/send-email";
 * await tasks.trigger<typeof sendEmail>("send-email", { to: "a@example.com" });
 * ```
 *
 * Source: sdk-facts §1.3.
 *
 * @throws ApiError when the server refuses or cannot be reached; ApiClientMissingError without a key.
 */
function trigger<T extends AnyTask>(
  id: TaskIdentifier<T>,
  payload: TaskPayload<T>,
  options?: TriggerOptions,
  requestOptions?: RequestOptions,
): Promise<RunHandleOf<T>> {
  return triggerTask<RunHandleOf<T>>({ id }, payload, options, requestOptions);
}

/**
 * Queues up to 1 000 runs of one task with one call, by the task's id.
 *
 * Source: sdk-facts §1.3 and §1.4.
 *
 * @throws BatchTriggerError when the batch could not be created or its items not sent.
 */
function batchTrigger<T extends AnyTask>(
  id: TaskIdentifier<T>,
  items: readonly BatchItem<TaskPayload<T>>[],
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchRunHandle> {
  const lines = items.map((item) => ({ target: { id }, ...item }));
  return triggerBatch(lines, options, requestOptions);
}

/**
 * Triggers a child and follows it to its end without being suspended: the calling run executes meanwhile, keeps
 * its slot, and survives no restart in between. Prefer `triggerAndWait`. Source: sdk-facts §1.2.
 *
 * @throws ApiError when the child cannot be triggered; Error outside of a run; the signal's reason when it aborts.
 */
function triggerAndSubscribe<T extends AnyTask>(
  id: TaskIdentifier<T>,
  payload: TaskPayload<T>,
  options?: TriggerAndSubscribeOptions,
  requestOptions?: RequestOptions,
): TaskRunPromise<TaskIdentifier<T>, TaskOutput<T>> {
  return triggerTaskAndSubscribe({ id }, payload, options, requestOptions);
}

/** Like `task.triggerAndWait`, by the task's id. Source: sdk-facts §1.3. */
function triggerAndWait<T extends AnyTask>(
  id: TaskIdentifier<T>,
  payload: TaskPayload<T>,
  options?: TriggerAndWaitOptions,
  requestOptions?: RequestOptions,
): TaskRunPromise<TaskIdentifier<T>, TaskOutput<T>> {
  return triggerTaskAndWait({ id }, payload, options, requestOptions);
}

/** Like `task.batchTriggerAndWait`, by the task's id. Source: sdk-facts §1.3. */
function batchTriggerAndWait<T extends AnyTask>(
  id: TaskIdentifier<T>,
  items: readonly WaitedItem<TaskPayload<T>>[],
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchResult<TaskIdentifier<T>, TaskOutput<T>>> {
  const lines = items.map((item) => ({ target: { id }, ...item }));
  return triggerBatchAndWait(lines, options, requestOptions);
}

/**
 * Triggering by id, and global hooks: `tasks.onStart("name", fn)` or `tasks.onStart(fn)`. Hooks run
 * in the order of registration; the same name again replaces the function and keeps its place.
 * Registered inside a running task, a hook belongs to that run alone.
 *
 * Source: lifecycle §1, sdk-facts §1.3.
 */
export const tasks = {
  trigger,
  batchTrigger,
  triggerAndWait,
  batchTriggerAndWait,
  triggerAndSubscribe,
  init: hookRegistration("init"),
  middleware: hookRegistration("middleware"),
  onStart: hookRegistration("onStart"),
  onStartAttempt: hookRegistration("onStartAttempt"),
  onWait: hookRegistration("onWait"),
  onResume: hookRegistration("onResume"),
  onSuccess: hookRegistration("onSuccess"),
  onFailure: hookRegistration("onFailure"),
  onComplete: hookRegistration("onComplete"),
  onCancel: hookRegistration("onCancel"),
  catchError: hookRegistration("catchError"),
  /** @deprecated The name that `catchError` had before. */
  handleError: hookRegistration("catchError"),
  cleanup: hookRegistration("cleanup"),
};
