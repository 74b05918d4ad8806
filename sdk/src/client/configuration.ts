import { environmentVariable } from "../environment-variable.ts";
import { ApiClientMissingError } from "../errors.ts";
import { processWide } from "../process-wide.ts";
import type { RetryOptions } from "../wire/retry.ts";
import type { ClientConfiguration, RequestOptions } from "./options.ts";
import { currentScope } from "./scope.ts";

export type { ClientConfiguration, RequestOptions } from "./options.ts";

export const DEFAULT_API_URL = "http://localhost:3000";

const state = processWide("configuration", (): { value: ClientConfiguration } => ({ value: {} }));

/**
 * Sets the server and the key for the whole process. Call it once, before the first trigger;
 * what it leaves out comes from the environment. A second call replaces the first.
 *
 * Source: http-contract §2.1.
 */
export function configure(configuration: ClientConfiguration): void {
  state.value = { ...configuration };
}

export interface ResolvedTarget {
  /** Without a trailing slash. */
  baseUrl: string;
  token: string;
  retry: (RetryOptions | undefined)[];
}

/** @throws ApiClientMissingError when no key is configured anywhere. */
export function resolveTarget(options: RequestOptions = {}): ResolvedTarget {
  const scope = currentScope();
  const layers = [
    options.clientConfig ?? {},
    scope?.configuration ?? {},
    ...(scope?.isIsolated ? [] : [state.value]),
  ];
  const token =
    first(layers, (layer) => layer.secretKey || layer.accessToken) ||
    environmentVariable("TRIGGER_SECRET_KEY") ||
    environmentVariable("TRIGGER_ACCESS_TOKEN");
  if (!token) throw new ApiClientMissingError();
  const baseUrl =
    first(layers, (layer) => layer.baseURL) ||
    environmentVariable("TRIGGER_API_URL") ||
    DEFAULT_API_URL;
  return {
    baseUrl: baseUrl.replace(/\/$/, ""),
    token,
    retry: [options.retry, ...layers.map((layer) => layer.requestOptions?.retry)],
  };
}

function first<L, T>(layers: L[], read: (layer: L) => T | undefined): T | undefined {
  for (const layer of layers) {
    const value = read(layer);
    if (value) return value;
  }
  return undefined;
}
