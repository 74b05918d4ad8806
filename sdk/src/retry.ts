import { retryFetch } from "./retry/fetch.ts";
import { onThrow } from "./retry/on-throw.ts";

/** Trying again inside a run, without failing its attempt. Source: sdk-facts §1.10. */
export const retry = { onThrow, fetch: retryFetch };
