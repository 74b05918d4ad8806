import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import { callApi } from "./client/transport.ts";

type Ids = string | string[];

/** What a token opens, by action and by what it is about. `true`: all of them. */
export interface PublicTokenScopes {
  read?: {
    tasks?: Ids | undefined;
    tags?: Ids | undefined;
    runs?: Ids | true | undefined;
    batch?: Ids | undefined;
    waitpoints?: Ids | undefined;
    inputStreams?: Ids | undefined;
  };
  write?: {
    tasks?: Ids | undefined;
    tags?: Ids | undefined;
    runs?: Ids | true | undefined;
    waitpoints?: Ids | undefined;
    /** By the run that they go into. */
    inputStreams?: Ids | undefined;
  };
  trigger?: { tasks?: Ids | undefined };
  batchTrigger?: { tasks?: Ids | undefined };
}

interface TokenLimits {
  /** A span such as `"1h"`, a Date, or epoch seconds; at most 30 days ahead. Default 15 minutes. */
  expirationTime?: string | number | Date | undefined;
  /** Columns that it may not follow in feeds of runs, such as `payload`. */
  realtime?: { skipColumns?: string[] | undefined } | undefined;
}

export interface CreatePublicTokenOptions extends TokenLimits {
  scopes: PublicTokenScopes;
}

export interface TriggerTokenOptions extends TokenLimits {
  /** True: it triggers as often as one likes until it expires. Default: once. */
  multipleUse?: boolean | undefined;
}

/**
 * A token for a browser, or for whoever must not have the key: it may do what the scopes say in the key's environment,
 * until it expires.
 *
 * ```ts
 * const token = await auth.createPublicToken({ scopes: { read: { runs: [run.id] } }, expirationTime: "1h" });
 * ```
 *
 * Source: sdk-facts §1.13, http-contract §8.
 *
 * @throws BadRequestError for no scope, or a time that has passed; PermissionDeniedError for what the key may not do
 * itself.
 */
export function createPublicToken(
  { scopes, ...limits }: CreatePublicTokenOptions,
  requestOptions?: RequestOptions,
): Promise<string> {
  return askForToken({ scopes, ...limits }, requestOptions);
}

/**
 * A token for a browser that may trigger these tasks once, within 15 minutes. With `multipleUse`, as often as it
 * likes until it expires.
 *
 * ```ts
 * const token = await auth.createTriggerPublicToken("send-email");
 * ```
 *
 * Source: sdk-facts §1.13, http-contract §8.5.
 *
 * @throws as `createPublicToken`.
 */
export function createTriggerPublicToken(
  task: string | string[],
  options: TriggerTokenOptions = {},
  requestOptions?: RequestOptions,
): Promise<string> {
  return askForToken({ scopes: { trigger: { tasks: task } }, ...once(options) }, requestOptions);
}

/** The same for one batch of runs of these tasks. */
export function createBatchTriggerPublicToken(
  task: string | string[],
  options: TriggerTokenOptions = {},
  requestOptions?: RequestOptions,
): Promise<string> {
  const scopes = { batchTrigger: { tasks: task } };
  return askForToken({ scopes, ...once(options) }, requestOptions);
}

function once({ multipleUse = false, ...limits }: TriggerTokenOptions) {
  return { ...limits, oneTimeUse: !multipleUse };
}

async function askForToken(
  {
    scopes,
    expirationTime,
    oneTimeUse,
    realtime,
  }: CreatePublicTokenOptions & { oneTimeUse?: boolean },
  requestOptions?: RequestOptions,
): Promise<string> {
  const until =
    expirationTime instanceof Date ? Math.floor(expirationTime.getTime() / 1_000) : expirationTime;
  const body = { scopes: flatten(scopes), expirationTime: until, oneTimeUse, realtime };
  const path = "/api/v1/auth/public-tokens";
  const answer = await callApi({ method: "POST", path, body }, requestOptions);
  const token: unknown = Reflect.get(answer.body, "token");
  if (typeof token === "string") return token;
  throw new ApiSchemaValidationError("The answer carries no token.", { body: answer.body });
}

/** `action:type:id`, or `action:type` for all. */
function flatten(scopes: PublicTokenScopes): string[] {
  return Object.entries<object | undefined>({ ...scopes }).flatMap(([action, things]) =>
    Object.entries<Ids | true | undefined>({ ...things }).flatMap(([type, ids]) => {
      if (ids === undefined) return [];
      if (ids === true) return [`${action}:${type}`];
      return [ids].flat().map((id) => `${action}:${type}:${id}`);
    }),
  );
}
