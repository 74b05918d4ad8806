import type { BatchItem, BatchRunHandle, BatchTriggerOptions } from "./batch-trigger.ts";
import { triggerBatch } from "./batch-trigger.ts";
import { registerTask } from "./catalog.ts";
import type { TaskRunPromise } from "./child-result.ts";
import type { RequestOptions } from "./client/configuration.ts";
import type { TaskHooks } from "./hooks.ts";
import { hooksByKind } from "./hooks.ts";
import type { RunHandle } from "./run-handle.ts";
import type { ParsePayload } from "./schema.ts";
import type { AnyTaskOptions, TaskDefinition, TaskOptions } from "./task-options.ts";
import type { TriggerOptions } from "./trigger.ts";
import { triggerTask } from "./trigger.ts";
import type { TriggerAndSubscribeOptions } from "./trigger-and-subscribe.ts";
import { triggerTaskAndSubscribe } from "./trigger-and-subscribe.ts";
import type { BatchResult, TriggerAndWaitOptions } from "./trigger-and-wait.ts";
import { triggerBatchAndWait, triggerTaskAndWait } from "./trigger-and-wait.ts";

/** Carries the payload and output types of a task. It exists for the compiler only. */
declare const typesOfTask: unique symbol;

/** What `task()` returns. */
export interface Task<TIdentifier extends string = string, TPayload = unknown, TOutput = unknown> {
  readonly id: TIdentifier;
  readonly description?: string | undefined;
  readonly jsonSchema?: unknown;
  /** As it was given to `schemaTask()`. */
  readonly schema?: unknown;
  /**
   * Queues a run of this task and resolves as soon as the server has it; it does not wait for the run.
   *
   * @throws ApiError when the server refuses or cannot be reached; ApiClientMissingError without a key.
   */
  trigger(
    payload: TPayload,
    options?: TriggerOptions,
    requestOptions?: RequestOptions,
  ): Promise<RunHandle<TIdentifier, TPayload, TOutput>>;
  /**
   * Queues up to 1 000 runs of this task with one call, in the order of the items.
   *
   * @throws BatchTriggerError when the batch could not be created or its items not sent.
   */
  batchTrigger(
    items: readonly BatchItem<TPayload>[],
    options?: BatchTriggerOptions,
    requestOptions?: RequestOptions,
  ): Promise<BatchRunHandle>;
  /**
   * Triggers a run of this task from inside another run and waits for its end. The calling run holds no
   * slot meanwhile; the child runs in the version of its parent. A child that fails is a result with
   * `ok: false`; `.unwrap()` gives its output or throws `SubtaskUnwrapError`.
   *
   * @throws ApiError when the child cannot be triggered; Error outside of a run.
   */
  triggerAndWait(
    payload: TPayload,
    options?: TriggerAndWaitOptions,
    requestOptions?: RequestOptions,
  ): TaskRunPromise<TIdentifier, TOutput>;
  /**
   * The same for up to 1 000 runs: goes on when all have ended, with their results in the order of the items.
   *
   * @throws BatchTriggerError when the batch could not be created or its items not sent; Error outside of a run.
   */
  batchTriggerAndWait(
    items: readonly WaitedItem<TPayload>[],
    options?: BatchTriggerOptions,
    requestOptions?: RequestOptions,
  ): Promise<BatchResult<TIdentifier, TOutput>>;
  /**
   * Triggers a run of this task from inside another run and follows it to its end; the calling run executes
   * meanwhile and keeps its slot. `triggerAndWait` is what one wants, but for a signal that ends the wait.
   *
   * @throws ApiError when the child cannot be triggered; Error outside of a run.
   */
  triggerAndSubscribe(
    payload: TPayload,
    options?: TriggerAndSubscribeOptions,
    requestOptions?: RequestOptions,
  ): TaskRunPromise<TIdentifier, TOutput>;
  readonly [typesOfTask]?: { payload: TPayload; output: TOutput };
}

/** One child of a batch that is waited for. */
export interface WaitedItem<TPayload> {
  payload: TPayload;
  options?: TriggerAndWaitOptions | undefined;
}

/** Any task; `typeof myTask` is one. */
export type AnyTask = Task<string, unknown, unknown>;

/** What the `run` of a task accepts: `TaskPayload<typeof myTask>`. */
export type TaskPayload<T extends AnyTask> = T extends Task<string, infer P, unknown> ? P : never;

/** What the `run` of a task resolves to: `TaskOutput<typeof myTask>`. */
export type TaskOutput<T extends AnyTask> = T extends Task<string, infer _, infer O> ? O : never;

/** The id of a task as a literal type: `TaskIdentifier<typeof myTask>`. */
export type TaskIdentifier<T extends AnyTask> = T["id"];

/**
 * Declares a task. Calling it registers the task in this process, so a file that is imported is a
 * file whose tasks exist; whether they are exported makes no difference.
 *
 * Source: lifecycle §1, sdk-facts §1.1 and §1.2.
 *
 * @throws TypeError without an id or a run function.
 */
export function task<
  const TIdentifier extends string,
  TPayload = void,
  TOutput = unknown,
  TInit = unknown,
  THookPayload = TPayload,
  THookOutput = TOutput,
>(
  options: TaskOptions<TIdentifier, TPayload, TOutput, TInit, THookPayload, THookOutput>,
): Task<TIdentifier, TPayload, TOutput> {
  return declareTask(options);
}

/** A schema and the function that parses with it. */
export interface DeclaredSchema {
  schema: unknown;
  parsePayload: ParsePayload;
}

/** `TPayload` is what callers give; what `run` takes may be another, which a schema makes of it. */
export function declareTask<TIdentifier extends string, TPayload, TOutput>(
  options: AnyTaskOptions<TIdentifier>,
  declared?: DeclaredSchema,
): Task<TIdentifier, TPayload, TOutput> {
  if (typeof options?.id !== "string" || options.id === "") {
    throw new TypeError('task({ id, run }) needs an id, such as task({ id: "send-email", run }).');
  }
  if (typeof options.run !== "function") {
    throw new TypeError(`Task "${options.id}" needs a run function: task({ id, run }).`);
  }
  const { id, description, jsonSchema } = options;
  const target = { id, queueName: options.queue?.name, parsePayload: declared?.parsePayload };
  const handle: Task<TIdentifier, TPayload, TOutput> = {
    id,
    description,
    jsonSchema,
    ...(declared && { schema: declared.schema }),
    trigger: (payload, triggerOptions, requestOptions) =>
      triggerTask(target, payload, triggerOptions, requestOptions),
    batchTrigger: (items, batchOptions, requestOptions) => {
      const lines = items.map((item) => ({ target, ...item }));
      return triggerBatch(lines, batchOptions, requestOptions);
    },
    triggerAndWait: (payload, waitOptions, requestOptions) => {
      const target = { id, queueName: options.queue?.name };
      return triggerTaskAndWait(target, payload, waitOptions, requestOptions);
    },
    triggerAndSubscribe: (payload, subscribeOptions, requestOptions) => {
      const target = { id, queueName: options.queue?.name };
      return triggerTaskAndSubscribe(target, payload, subscribeOptions, requestOptions);
    },
    batchTriggerAndWait: (items, batchOptions, requestOptions) => {
      const target = { id, queueName: options.queue?.name };
      const lines = items.map((item) => ({ target, ...item }));
      return triggerBatchAndWait(lines, batchOptions, requestOptions);
    },
  };
  registerTask({ ...toDefinition(options), parsePayload: declared?.parsePayload }, handle);
  return handle;
}

/** The payload comes from outside at run time, whatever type the author gave it: it is unknown from here on. */
function toDefinition(options: object): TaskDefinition {
  const untyped = options as unknown as Omit<TaskDefinition, "hooks"> & TaskHooks;
  return { ...untyped, hooks: hooksByKind(untyped) };
}
