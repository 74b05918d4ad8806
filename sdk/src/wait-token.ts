import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import type { CursorPagePromise, PagePosition } from "./client/page.ts";
import { cursorPages } from "./client/page.ts";
import { callApi } from "./client/transport.ts";
import { currentAttempt } from "./current-attempt.ts";
import { WaitpointTimeoutError } from "./waitpoint-result.ts";
import type { CursorPage } from "./wire/api.ts";
import type { WaitpointDetail, WaitpointObject, WaitpointStatus } from "./wire/waitpoint.ts";

export interface CreateTokenOptions {
  /** A duration from now such as `"24h"`, or a moment. None: the token waits for ever. */
  timeout?: string | Date | undefined;
  /** The same key gives the same token, in the whole environment, whatever has become of the token. */
  idempotencyKey?: string | undefined;
  /** How long the key holds, such as `"2h"`. Default one hour. */
  idempotencyKeyTTL?: string | undefined;
  /** At most 10, of 128 characters each. */
  tags?: string[] | undefined;
}

/** A token that was made: give `url` to a service that calls back, `publicAccessToken` to a browser. */
export interface WaitpointToken {
  /** `waitpoint_…` */
  id: string;
  /** True when the idempotency key led to a token that was there already. */
  isCached: boolean;
  /** A POST to it completes the token without any key; its JSON body is the output. */
  url: string;
  /** Completes this token and nothing else, for 24 hours. */
  publicAccessToken: string;
}

/** A token, by its id or as it was made. */
export type TokenReference = string | { id: string };

type TokenDates = "createdAt" | "completedAt" | "timeoutAt" | "idempotencyKeyExpiresAt";

/** One token of a list. */
export type ListedToken = Omit<WaitpointObject, TokenDates> & {
  createdAt: Date;
  /** Set when it waits no longer, also for one that has timed out. */
  completedAt?: Date;
  timeoutAt?: Date;
  idempotencyKeyExpiresAt?: Date;
};

export type RetrievedToken<T = unknown> = ListedToken & {
  /** Plain JSON: a Date is an ISO string. Of a `COMPLETED` token. */
  output?: T;
  /** Of a `TIMED_OUT` one. */
  error?: Error;
};

export interface TokenFilters extends PagePosition {
  status?: WaitpointStatus | WaitpointStatus[] | undefined;
  idempotencyKey?: string | undefined;
  /** Those that have any of them. */
  tags?: string | string[] | undefined;
  /** Created within the last, such as `"7d"`. */
  period?: string | undefined;
  /** Created at or after: a Date or epoch milliseconds. */
  from?: Date | number | undefined;
  /** Created before or at. */
  to?: Date | number | undefined;
  /** Tokens per page, 1 to 100. Default 25. */
  limit?: number | undefined;
}

const PATH = "/api/v1/waitpoints/tokens";

/**
 * Makes a token that runs can wait for with `wait.forToken`, here or anywhere else. Inside of a run,
 * code that runs again after its process was lost gets the token that it had made before.
 *
 * Source: http-contract §10.7, sdk-facts §4.6.
 *
 * @throws UnprocessableEntityError for a timeout that is none, and for more than 10 tags.
 */
export async function createToken(
  options: CreateTokenOptions = {},
  requestOptions?: RequestOptions,
): Promise<WaitpointToken> {
  const { timeout, idempotencyKey, idempotencyKeyTTL, tags } = options;
  const requestKey = currentAttempt()?.beginWait("wait.createToken").requestKey;
  const { body, headers } = await callApi(
    {
      method: "POST",
      path: PATH,
      body: {
        timeout: timeout instanceof Date ? timeout.toISOString() : timeout,
        idempotencyKey,
        idempotencyKeyTTL,
        tags,
      },
      requestKey,
    },
    requestOptions,
  );
  const { id, url } = { id: undefined, url: undefined, ...body };
  if (typeof id !== "string" || typeof url !== "string") throw notUnderstood("a token", body);
  const isCached = "isCached" in body && body.isCached === true;
  return { id, isCached, url, publicAccessToken: headers.get("x-trigger-jwt") ?? "" };
}

/**
 * Completes a token: what waits for it goes on with `data`, which travels as JSON. The first completion
 * counts; later ones, and those after the timeout, change nothing and succeed. Works with a secret key
 * and, in a browser, with the token's `publicAccessToken`.
 *
 * @throws NotFoundError when there is no such token in the key's environment.
 */
export async function completeToken<T>(
  token: TokenReference,
  data?: T,
  requestOptions?: RequestOptions,
): Promise<{ success: true }> {
  const path = `${PATH}/${encodeURIComponent(idOf(token))}/complete`;
  await callApi({ method: "POST", path, body: { data } }, requestOptions);
  return { success: true };
}

/**
 * A token as it is now.
 *
 * @throws NotFoundError when there is no such token in the key's environment.
 */
export async function retrieveToken<T = unknown>(
  token: TokenReference,
  requestOptions?: RequestOptions,
): Promise<RetrievedToken<T>> {
  const path = `${PATH}/${encodeURIComponent(idOf(token))}`;
  const { body } = await callApi({ method: "GET", path }, requestOptions);
  const { output, outputType, outputIsError, ...rest } = asServerMadeIt<WaitpointDetail>(
    checked(body),
  );
  const read: unknown = output === undefined ? undefined : JSON.parse(output);
  if (outputIsError) {
    return { ...withDates(rest), error: new WaitpointTimeoutError(messageOf(read)) };
  }
  // What the caller of completeToken has sent.
  return { ...withDates(rest), ...(output !== undefined && { output: read as T }) };
}

/** Tokens of the key's environment, newest first, in pages. Iterate it with `for await` for all that match. */
export function listTokens(
  filters: TokenFilters = {},
  requestOptions?: RequestOptions,
): CursorPagePromise<ListedToken> {
  const { after, before, ...rest } = filters;
  const fetchPage = async (position: PagePosition): Promise<CursorPage<ListedToken>> => {
    const query = listQuery(rest, position);
    const { body } = await callApi({ method: "GET", path: PATH, query }, requestOptions);
    const data = "data" in body ? body.data : undefined;
    if (!Array.isArray(data)) throw notUnderstood("a page of tokens", body);
    const pagination = "pagination" in body ? body.pagination : undefined;
    return {
      data: data.map((item) => withDates(asServerMadeIt<WaitpointObject>(checked(item)))),
      pagination: asServerMadeIt<CursorPage<never>["pagination"]>(pagination ?? {}),
    };
  };
  return cursorPages(fetchPage, { after, before });
}

function listQuery(filters: Omit<TokenFilters, "after" | "before">, page: PagePosition) {
  const query = new URLSearchParams();
  const set = (key: string, value: unknown) => {
    if (value === undefined) return;
    query.set(key, Array.isArray(value) ? value.join(",") : String(value));
  };
  set("page[size]", filters.limit);
  set("page[after]", page.after);
  set("page[before]", page.before);
  set("filter[status]", filters.status);
  set("filter[idempotencyKey]", filters.idempotencyKey);
  set("filter[tags]", filters.tags);
  set("filter[createdAt][period]", filters.period);
  set("filter[createdAt][from]", filters.from && new Date(filters.from).getTime());
  set("filter[createdAt][to]", filters.to && new Date(filters.to).getTime());
  return query;
}

export function idOf(token: TokenReference): string {
  return typeof token === "string" ? token : token.id;
}

function withDates(token: WaitpointObject): ListedToken {
  const { createdAt, completedAt, timeoutAt, idempotencyKeyExpiresAt, ...rest } = token;
  return {
    ...rest,
    createdAt: new Date(createdAt),
    ...(completedAt !== undefined && { completedAt: new Date(completedAt) }),
    ...(timeoutAt !== undefined && { timeoutAt: new Date(timeoutAt) }),
    ...(idempotencyKeyExpiresAt !== undefined && {
      idempotencyKeyExpiresAt: new Date(idempotencyKeyExpiresAt),
    }),
  };
}

function messageOf(error: unknown): string {
  const message =
    typeof error === "object" && error !== null ? Reflect.get(error, "message") : undefined;
  return typeof message === "string" ? message : "The token timed out.";
}

function checked(value: unknown): object {
  const isToken = typeof value === "object" && value !== null && "id" in value && "url" in value;
  if (!isToken) throw notUnderstood("a token", value);
  return value;
}

/** Its id and its address were looked at; the rest is as the server of this version writes it. */
function asServerMadeIt<T>(value: object): T {
  return value as T;
}

function notUnderstood(what: string, body: unknown) {
  return new ApiSchemaValidationError(`The answer is not ${what}.`, { body });
}
