import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import { type OffsetPagePromise, offsetPages } from "./client/offset-page.ts";
import { callApi } from "./client/transport.ts";
import type { OffsetPage, QueueObject } from "./wire/queue.ts";

/** A queue's id (`queue_…`), or its name: of the task it belongs to, or the one it was declared with. */
export type QueueReference = string | { type: "task" | "custom"; name: string };

/** A queue as it is now. */
export interface RetrievedQueue extends Omit<QueueObject, "concurrency"> {
  concurrency: Omit<QueueObject["concurrency"], "overriddenAt"> & { overriddenAt: Date | null };
}

/**
 * Queues of the key's environment by name, in pages. Await it for the first page; iterate it with
 * `for await` for every queue.
 *
 * Source: sdk-facts §1.9, http-contract §5 and §10.6.
 */
function list(
  { page = 1, perPage }: { page?: number; perPage?: number } = {},
  requestOptions?: RequestOptions,
): OffsetPagePromise<RetrievedQueue> {
  return offsetPages(async (number) => {
    const query = new URLSearchParams({ page: String(number) });
    if (perPage !== undefined) query.set("perPage", String(perPage));
    const answer = await callApi({ method: "GET", path: "/api/v1/queues", query }, requestOptions);
    const { data, pagination } = asPage(answer.body);
    return { data: data.map(readQueue), pagination };
  }, page);
}

/**
 * One queue: what runs and waits in it, its limit, whether it is paused.
 *
 * @throws NotFoundError when there is no such queue in the key's environment.
 */
function retrieve(queue: QueueReference, requestOptions?: RequestOptions): Promise<RetrievedQueue> {
  return call("GET", queue, "", undefined, requestOptions);
}

/**
 * Nothing new of the queue starts until it is resumed; executing runs finish and triggers are
 * accepted. Pausing a paused queue changes nothing.
 *
 * @throws NotFoundError when there is no such queue in the key's environment.
 */
function pause(queue: QueueReference, requestOptions?: RequestOptions): Promise<RetrievedQueue> {
  return call("POST", queue, "/pause", { action: "pause" }, requestOptions);
}

/**
 * What waits in the queue starts again. Resuming a queue that is not paused changes nothing.
 *
 * @throws NotFoundError when there is no such queue in the key's environment.
 */
function resume(queue: QueueReference, requestOptions?: RequestOptions): Promise<RetrievedQueue> {
  return call("POST", queue, "/pause", { action: "resume" }, requestOptions);
}

/**
 * Puts a limit (runs at the same time, per concurrency key, 0 to 100 000) above the one in the
 * code. It outlives deployments, until it is reset.
 *
 * @throws NotFoundError when there is no such queue in the key's environment.
 */
function overrideConcurrencyLimit(
  queue: QueueReference,
  concurrencyLimit: number,
  requestOptions?: RequestOptions,
): Promise<RetrievedQueue> {
  return call("POST", queue, "/concurrency/override", { concurrencyLimit }, requestOptions);
}

/**
 * The limit in the code holds again.
 *
 * @throws NotFoundError when there is no such queue in the key's environment.
 */
function resetConcurrencyLimit(
  queue: QueueReference,
  requestOptions?: RequestOptions,
): Promise<RetrievedQueue> {
  return call("POST", queue, "/concurrency/reset", {}, requestOptions);
}

async function call(
  method: "GET" | "POST",
  queue: QueueReference,
  action: string,
  body: object | undefined,
  requestOptions: RequestOptions | undefined,
): Promise<RetrievedQueue> {
  const type = typeof queue === "string" ? "id" : queue.type;
  const name = typeof queue === "string" ? queue : queue.name;
  // Twice, so that no router on the way takes a slash in a name for one of the path.
  const path = `/api/v1/queues/${encodeURIComponent(name.replaceAll("/", "%2F"))}${action}`;
  const answer = await callApi(
    method === "GET"
      ? { method, path, query: new URLSearchParams({ type }) }
      : { method, path, body: { type, ...body } },
    requestOptions,
  );
  return readQueue(asQueue(answer.body));
}

function readQueue(queue: QueueObject): RetrievedQueue {
  const { overriddenAt, ...concurrency } = queue.concurrency;
  const at = overriddenAt === null ? null : new Date(overriddenAt);
  return { ...queue, concurrency: { ...concurrency, overriddenAt: at } };
}

/** Checked as far as this module reads; the rest is the server's word. */
function asQueue(body: object): QueueObject {
  if ("id" in body && "concurrency" in body) return body as QueueObject;
  throw new ApiSchemaValidationError("The server's answer is not a queue.", { body });
}

function asPage(body: object): OffsetPage<QueueObject> {
  if ("data" in body && "pagination" in body) return body as OffsetPage<QueueObject>;
  throw new ApiSchemaValidationError("The server's answer is not a page of queues.", { body });
}

/** Read and steer the queues of an environment. */
export const queues = {
  list,
  retrieve,
  pause,
  resume,
  overrideConcurrencyLimit,
  resetConcurrencyLimit,
};
