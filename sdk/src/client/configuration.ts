import { environmentVariable } from "../environment-variable.ts";
import { ApiClientMissingError } from "../errors.ts";
import { processWide } from "../process-wide.ts";
import type { RetryOptions } from "../wire/retry.ts";

/** Where the API is and who is calling. Every field falls back to the environment. */
export interface ClientConfiguration {
  /** Root of the server, with or without a trailing slash. Else `TRIGGER_API_URL`, else `http://localhost:3000`. */
  baseURL?: string | undefined;
  /** Secret key of one environment. Else `TRIGGER_SECRET_KEY`. */
  secretKey?: string | undefined;
  /** Another token that is sent in its place. Else `TRIGGER_ACCESS_TOKEN`. */
  accessToken?: string | undefined;
  /** Defaults for every call. */
  requestOptions?: RequestOptions | undefined;
}

/** How one call is made. */
export interface RequestOptions {
  /** Replaces fields of the default policy: 5 attempts, 1 s apart at first, factor 1.6. `{ maxAttempts: 1 }` disables. */
  retry?: RetryOptions | undefined;
  /** Another server or key for this call only. */
  clientConfig?: ClientConfiguration | undefined;
}

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
  const layers = [options.clientConfig ?? {}, state.value];
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
