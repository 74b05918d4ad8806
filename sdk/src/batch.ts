import type { BatchRunHandle, BatchTriggerOptions } from "./batch-trigger.ts";
import { triggerBatch } from "./batch-trigger.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";
import type { AnyTask, TaskIdentifier, TaskPayload } from "./task.ts";
import type { TriggerOptions } from "./trigger.ts";
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
export const batch = { trigger, retrieve };
