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
