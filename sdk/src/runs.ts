import { bulk } from "./bulk-actions.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import type { CursorPagePromise } from "./client/page.ts";
import { cursorPages } from "./client/page.ts";
import { callApi } from "./client/transport.ts";
import type { OutputOf, PayloadOf } from "./inferred-types.ts";
import type { AsyncIterableStream } from "./iterable-stream.ts";
import type { RunFilters } from "./run-filters.ts";
import { runListQuery } from "./run-filters.ts";
import type { AnyRunHandle } from "./run-handle.ts";
import type { ListedRun, RetrievedRun } from "./run-shape.ts";
import { readListPage, readRun } from "./run-shape.ts";
import { streams } from "./streams.ts";
import { subscribeToBatch, subscribeToRun, subscribeToRunsWithTag } from "./subscribe.ts";
import type { AnyTask } from "./task.ts";

/** A run's id (`run_…`) or the handle that triggering it gave. */
export type RunReference = string | AnyRunHandle;

/**
 * One run as it is now. Given a handle, or the task's type (`runs.retrieve<typeof myTask>(id)`),
 * `payload` and `output` are typed; they come as plain JSON, so a Date in them is an ISO string.
 *
 * Source: sdk-facts §1.6, http-contract §10.3.
 *
 * @throws NotFoundError when there is no such run in the key's environment.
 */
async function retrieve<T extends AnyRunHandle>(
  handle: T,
  requestOptions?: RequestOptions,
): Promise<RetrievedRun<PayloadOf<T>, OutputOf<T>>>;
async function retrieve<T extends AnyTask>(
  run: RunReference,
  requestOptions?: RequestOptions,
): Promise<RetrievedRun<PayloadOf<T>, OutputOf<T>>>;
async function retrieve(run: RunReference, requestOptions?: RequestOptions): Promise<RetrievedRun>;
async function retrieve(run: RunReference, requestOptions?: RequestOptions): Promise<RetrievedRun> {
  const path = `/api/v3/runs/${encodeURIComponent(idOf(run))}`;
  const answer = await callApi({ method: "GET", path }, requestOptions);
  return readRun(answer.body);
}

/**
 * Runs of the key's environment, newest first, in pages. Await it for the first page; iterate it
 * with `for await` for every run that matches.
 *
 * Source: http-contract §5 and §10.3.
 */
function list(
  filters: RunFilters = {},
  requestOptions?: RequestOptions,
): CursorPagePromise<ListedRun> {
  const { after, before, ...rest } = filters;
  const fetchPage = async (position: {
    after?: string | undefined;
    before?: string | undefined;
  }) => {
    const query = runListQuery(rest, position);
    const answer = await callApi({ method: "GET", path: "/api/v1/runs", query }, requestOptions);
    return readListPage(answer.body);
  };
  return cursorPages(fetchPage, { after, before });
}

/**
 * Ends a run as `CANCELED`, whether it executes, waits or has not started. A run that is over
 * stays as it is, and that is no error.
 *
 * @throws NotFoundError when there is no such run in the key's environment.
 */
function cancel(run: RunReference, requestOptions?: RequestOptions): Promise<{ id: string }> {
  return post(`/api/v2/runs/${encodeURIComponent(idOf(run))}/cancel`, requestOptions);
}

/**
 * Queues a new run of the same task with the same payload, on the current version. Gives the new run's id.
 *
 * @throws NotFoundError when there is no such run in the key's environment.
 */
function replay(run: RunReference, requestOptions?: RequestOptions): Promise<{ id: string }> {
  return post(`/api/v1/runs/${encodeURIComponent(idOf(run))}/replay`, requestOptions);
}

/**
 * Gives a delayed run another time to start: a duration from now such as `"2h"`, an ISO date, or a Date.
 *
 * @throws BadRequestError when the run is not delayed (any more) or the time has passed.
 */
async function reschedule(
  run: RunReference,
  { delay }: { delay: string | Date },
  requestOptions?: RequestOptions,
): Promise<RetrievedRun> {
  const path = `/api/v1/runs/${encodeURIComponent(idOf(run))}/reschedule`;
  const body = { delay: delay instanceof Date ? delay.toISOString() : delay };
  const answer = await callApi({ method: "POST", path, body }, requestOptions);
  return readRun(answer.body);
}

const MAX_POLLS = 500;

/**
 * Asks for the run until it is over (any final status) and gives it. `pollIntervalMs` is the time
 * between two questions, 1 000 ms by default; after 500 of them it gives up.
 *
 * @throws Error when the run is not over by then; ApiError as `retrieve` does.
 */
async function poll<T extends AnyRunHandle>(
  handle: T,
  options?: { pollIntervalMs?: number | undefined },
  requestOptions?: RequestOptions,
): Promise<RetrievedRun<PayloadOf<T>, OutputOf<T>>>;
async function poll<T extends AnyTask>(
  run: RunReference,
  options?: { pollIntervalMs?: number | undefined },
  requestOptions?: RequestOptions,
): Promise<RetrievedRun<PayloadOf<T>, OutputOf<T>>>;
async function poll(
  run: RunReference,
  { pollIntervalMs = 1_000 }: { pollIntervalMs?: number | undefined } = {},
  requestOptions?: RequestOptions,
): Promise<RetrievedRun> {
  for (let polls = 1; polls <= MAX_POLLS; polls++) {
    const current = await retrieve(idOf(run), requestOptions);
    if (current.isCompleted) return current;
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
  throw new Error(
    `Run ${idOf(run)} was not over after ${MAX_POLLS} polls, ${pollIntervalMs} ms apart.`,
  );
}

/**
 * The parts of a stream of a run, those that come too.
 *
 * @deprecated `streams.read` takes its place.
 */
async function fetchStream<T>(runId: string, key: string): Promise<AsyncIterableStream<T>> {
  return streams.read<T>(runId, key);
}

export const runs = {
  retrieve,
  list,
  cancel,
  replay,
  reschedule,
  poll,
  bulk,
  subscribeToRun,
  subscribeToRunsWithTag,
  subscribeToBatch,
  fetchStream,
};

function idOf(run: RunReference): string {
  return typeof run === "string" ? run : run.id;
}

async function post(path: string, requestOptions?: RequestOptions): Promise<{ id: string }> {
  const { body } = await callApi({ method: "POST", path }, requestOptions);
  if ("id" in body && typeof body.id === "string") return { id: body.id };
  throw new ApiSchemaValidationError("The answer carries no run id.", { body });
}
