import type { BatchRunHandle, BatchTriggerOptions } from "./batch-trigger.ts";
import { triggerBatch } from "./batch-trigger.ts";
import type { TaskRunResult } from "./child-result.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";
import type { AnyTask, TaskIdentifier, TaskOutput, TaskPayload } from "./task.ts";
import type { TriggerOptions } from "./trigger.ts";
import type { BatchResult, TriggerAndWaitOptions } from "./trigger-and-wait.ts";
import { triggerBatchAndWait } from "./trigger-and-wait.ts";
import type { BatchObject } from "./wire/api.ts";

/** One item of a batch over several tasks: its payload is checked against the task that its id names. */
export type BatchItemById<T extends AnyTask> = T extends AnyTask
  ? { id: TaskIdentifier<T>; payload: TaskPayload<T>; options?: TriggerOptions | undefined }
  : never;

/** A batch as `batch.retrieve` gives it. */
export type RetrievedBatch = Omit<BatchObject, "createdAt" | "updatedAt"> & {
  createdAt: Date;
  updatedAt: Date;
};

/**
 * Queues runs of several tasks with one call:
 * `batch.trigger<typeof sendEmail | typeof resize>([{ id: "send-email", payload }, …])`.
 *
 * @throws BatchTriggerError when the batch could not be created or its items not sent.
 */
function trigger<T extends AnyTask>(
  items: readonly BatchItemById<T>[],
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchRunHandle> {
  const lines = items.map((item) => ({
    target: { id: item.id },
    payload: item.payload,
    options: item.options,
  }));
  return triggerBatch(lines, options, requestOptions);
}

/**
 * Like `batch.trigger`, and waits for all of its runs: results in the order of the items, each typed by its
 * own task. Inside a run only.
 *
 * @throws BatchTriggerError when the batch could not be created or its items not sent; Error outside of a run.
 */
function triggerAndWait<T extends AnyTask>(
  items: readonly BatchItemById<T>[],
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchResultById<T>> {
  const lines = items.map((item) => ({
    target: { id: item.id },
    payload: item.payload,
    options: item.options,
  }));
  return asResultById<T>(triggerBatchAndWait(lines, options, requestOptions));
}

/** The same with the tasks themselves in place of their ids: `[{ task: sendEmail, payload }, …]`. */
function triggerByTask<const T extends readonly AnyTask[]>(
  items: BatchItemsByTask<T>,
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchRunHandle> {
  return triggerBatch(linesByTask(items), options, requestOptions);
}

/** Waits for a batch that is given by tasks: `runs[i]` has the output type of `items[i].task`. */
function triggerByTaskAndWait<const T extends readonly AnyTask[]>(
  items: BatchItemsByTask<T>,
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<{ id: string; runs: ResultsByTask<T> }> {
  return asResultsByTask<T>(triggerBatchAndWait(linesByTask(items), options, requestOptions));
}

function linesByTask(items: readonly { task: AnyTask; payload: unknown; options?: object }[]) {
  return items.map(({ task, payload, options }) => ({ target: { id: task.id }, payload, options }));
}

/** Each item is checked against its own task. */
export type BatchItemsByTask<T extends readonly AnyTask[]> = {
  [I in keyof T]: { task: T[I]; payload: TaskPayload<T[I]>; options?: TriggerAndWaitOptions };
};

export type ResultsByTask<T extends readonly AnyTask[]> = {
  -readonly [I in keyof T]: TaskRunResult<TaskIdentifier<T[I]>, TaskOutput<T[I]>>;
};

export interface BatchResultById<T extends AnyTask> {
  id: string;
  runs: (T extends AnyTask ? TaskRunResult<TaskIdentifier<T>, TaskOutput<T>> : never)[];
}

/** Which task each result is of is known by its place, which types cannot follow. */
function asResultById<T extends AnyTask>(result: Promise<BatchResult>) {
  return result as unknown as Promise<BatchResultById<T>>;
}

function asResultsByTask<T extends readonly AnyTask[]>(result: Promise<BatchResult>) {
  return result as unknown as Promise<{ id: string; runs: ResultsByTask<T> }>;
}

/**
 * A batch, and the ids of its runs in the order of its items.
 *
 * @throws NotFoundError when there is no such batch in this environment.
 */
async function retrieve(batchId: string, requestOptions?: RequestOptions): Promise<RetrievedBatch> {
  const path = `/api/v2/batches/${encodeURIComponent(batchId)}`;
  const { body } = await callApi({ method: "GET", path }, requestOptions);
  const batch = asBatch(body);
  return {
    ...batch,
    createdAt: new Date(batch.createdAt),
    updatedAt: new Date(batch.updatedAt),
  };
}

/** The server's own type for this path. */
function asBatch(body: object): BatchObject {
  return body as BatchObject;
}

/** Batches over several tasks. Source: sdk-facts §1.4, http-contract §10.2 and §11. */
export const batch = { trigger, triggerAndWait, triggerByTask, triggerByTaskAndWait, retrieve };
