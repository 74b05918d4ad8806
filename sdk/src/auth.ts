import type { ClientConfiguration } from "./client/configuration.ts";
import { configure } from "./client/configuration.ts";
import { currentScope, withScope } from "./client/scope.ts";
import type { CreatePublicTokenOptions, TriggerTokenOptions } from "./public-token.ts";
import {
  createBatchTriggerPublicToken,
  createPublicToken,
  createTriggerPublicToken,
} from "./public-token.ts";

/**
 * Calls `fn`, and gives what it returns; whatever it calls of the SDK goes to this server, or with this key or token.
 * What `configuration` leaves out is as it was. Several at once do not disturb each other.
 *
 * Source: sdk-facts §1.13.
 *
 * @throws Error where there is no AsyncLocalStorage (a browser): give `{ clientConfig }` to each call there.
 */
async function withAuth<T>(
  configuration: ClientConfiguration,
  fn: () => T | Promise<T>,
): Promise<T> {
  const outer = currentScope();
  const { secretKey, accessToken, ...rest } = { ...outer?.configuration };
  const hasKey = configuration.secretKey || configuration.accessToken;
  const merged = { ...rest, ...(!hasKey && { secretKey, accessToken }), ...configuration };
  const { isIsolated = false, inheritsRun = true } = { ...outer };
  return withScope({ configuration: merged, isIsolated, inheritsRun }, fn);
}

/** `withAuth` with a new public token. */
async function withPublicToken<T>(
  options: CreatePublicTokenOptions,
  fn: () => T | Promise<T>,
): Promise<T> {
  return withAuth({ accessToken: await createPublicToken(options) }, fn);
}

/** `withAuth` with a new token that triggers these tasks, once unless `multipleUse`. */
async function withTriggerPublicToken<T>(
  task: string | string[],
  options: TriggerTokenOptions,
  fn: () => T | Promise<T>,
): Promise<T> {
  return withAuth({ accessToken: await createTriggerPublicToken(task, options) }, fn);
}

/** `withAuth` with a new token that triggers a batch of these tasks, once unless `multipleUse`. */
async function withBatchTriggerPublicToken<T>(
  task: string | string[],
  options: TriggerTokenOptions,
  fn: () => T | Promise<T>,
): Promise<T> {
  return withAuth({ accessToken: await createBatchTriggerPublicToken(task, options) }, fn);
}

/** Who calls the API. `auth.configure` is `configure` under the name that ported code uses. */
export const auth = {
  configure,
  createPublicToken,
  createTriggerPublicToken,
  createBatchTriggerPublicToken,
  withAuth,
  withPublicToken,
  withTriggerPublicToken,
  withBatchTriggerPublicToken,
};
