import { cache } from "react";
import { makeQueryClient } from "#components/api/query-client.ts";

export { makeQueryClient };

/** One client per request on the server, so that a page and its layout prefetch into the same cache. */
export const getQueryClient = cache(makeQueryClient);
