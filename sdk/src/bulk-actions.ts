import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import type { CursorPagePromise, PagePosition } from "./client/page.ts";
import { cursorPages } from "./client/page.ts";
import { callApi } from "./client/transport.ts";
import type { RunFilters } from "./run-filters.ts";
import type { CursorPage } from "./wire/api.ts";
import type { BulkActionObject } from "./wire/bulk-action.ts";

/** Which runs: by their ids (at most 500), or all that match; at least one filter. */
export type BulkSelection =
  | { runIds: string[]; filter?: undefined }
  | { filter: Omit<RunFilters, "limit" | "after" | "before">; runIds?: undefined };

export type BulkActionOptions = BulkSelection & {
  /** Shown in the dashboard, at most 255 characters. */
  name?: string | undefined;
};

/** A bulk action as it is now. */
export interface BulkAction extends Omit<BulkActionObject, "createdAt" | "completedAt"> {
  createdAt: Date;
  completedAt?: Date;
}

/**
 * Cancels many runs in the background, with the runs that they started. Of a filter, those are meant
 * that match and are not over when their turn comes; runs triggered later are not. Gives the action's id.
 *
 * Source: sdk-facts §1.6, http-contract §10.3.
 *
 * @throws NotFoundError when one of `runIds` is not in the key's environment.
 */
function cancel(options: BulkActionOptions, requestOptions?: RequestOptions) {
  return create("cancel", options, requestOptions);
}

/**
 * Makes a new run of each of many runs in the background, with the same payload, on the current version.
 * Gives the action's id.
 *
 * @throws NotFoundError when one of `runIds` is not in the key's environment.
 */
function replay(options: BulkActionOptions, requestOptions?: RequestOptions) {
  return create("replay", options, requestOptions);
}

/**
 * How far a bulk action is.
 *
 * @throws NotFoundError when there is no such action in the key's environment.
 */
async function retrieve(id: string, requestOptions?: RequestOptions): Promise<BulkAction> {
  const path = `/api/v1/bulk-actions/${encodeURIComponent(id)}`;
  const { body } = await callApi({ method: "GET", path }, requestOptions);
  return readBulkAction(body);
}

/**
 * Nothing more is done once this has answered; what was done stays. Aborting one that is over changes nothing.
 *
 * @throws NotFoundError when there is no such action in the key's environment.
 */
async function abort(id: string, requestOptions?: RequestOptions): Promise<{ id: string }> {
  const path = `/api/v1/bulk-actions/${encodeURIComponent(id)}/abort`;
  return readId((await callApi({ method: "POST", path }, requestOptions)).body);
}

/**
 * Bulk actions of the key's environment, newest first, in pages. Await it for the first page; iterate it
 * with `for await` for all of them.
 *
 * Source: http-contract §5.
 */
function list(
  { limit, after, before }: PagePosition & { limit?: number | undefined } = {},
  requestOptions?: RequestOptions,
): CursorPagePromise<BulkAction> {
  const fetchPage = async (position: PagePosition) => {
    const query = new URLSearchParams();
    if (limit !== undefined) query.set("page[size]", String(limit));
    if (position.after) query.set("page[after]", position.after);
    if (position.before) query.set("page[before]", position.before);
    const path = "/api/v1/bulk-actions";
    return readPage((await callApi({ method: "GET", path, query }, requestOptions)).body);
  };
  return cursorPages(fetchPage, { after, before });
}

const MAX_POLLS = 500;

/**
 * Asks until the action is completed or aborted and gives it. `pollIntervalMs` is the time between two
 * questions, 1 000 ms by default; after 500 of them it gives up.
 *
 * @throws Error when it is not over by then; ApiError as `retrieve` does.
 */
async function poll(
  id: string,
  { pollIntervalMs = 1_000 }: { pollIntervalMs?: number | undefined } = {},
  requestOptions?: RequestOptions,
): Promise<BulkAction> {
  for (let polls = 1; polls <= MAX_POLLS; polls++) {
    const current = await retrieve(id, requestOptions);
    if (current.status !== "PENDING") return current;
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
  throw new Error(
    `Bulk action ${id} was not over after ${MAX_POLLS} polls, ${pollIntervalMs} ms apart.`,
  );
}

export const bulk = { cancel, replay, retrieve, abort, list, poll };

async function create(
  action: "cancel" | "replay",
  options: BulkActionOptions,
  requestOptions?: RequestOptions,
): Promise<{ id: string }> {
  const body = { ...options, action };
  const path = "/api/v1/bulk-actions";
  return readId((await callApi({ method: "POST", path, body }, requestOptions)).body);
}

function readId(body: object): { id: string } {
  if ("id" in body && typeof body.id === "string") return { id: body.id };
  throw new ApiSchemaValidationError("The answer carries no id of a bulk action.", { body });
}

function readPage(body: object): CursorPage<BulkAction> {
  if (!("data" in body) || !Array.isArray(body.data)) {
    throw new ApiSchemaValidationError("The answer is no page of bulk actions.", { body });
  }
  const { data, pagination } = asServerMadeIt<CursorPage<BulkActionObject>>(body);
  return { data: data.map(readBulkAction), pagination: pagination ?? {} };
}

function readBulkAction(body: object): BulkAction {
  readId(body);
  const { createdAt, completedAt, ...rest } = asServerMadeIt<BulkActionObject>(body);
  return {
    ...rest,
    createdAt: new Date(createdAt),
    ...(completedAt !== undefined && { completedAt: new Date(completedAt) }),
  };
}

/** The shape is the server's promise (`wire/bulk-action.ts`); what is read to get here was checked. */
function asServerMadeIt<T>(value: object): T {
  return value as T;
}
