import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

const MAX_RETRIES = 2;

/** Lives here and not in app/_lib because the browser's <Providers> needs the same settings. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Above zero, or the browser fetches again what the server has just sent.
        staleTime: 5_000,
        retry: (failures, error) => failures < MAX_RETRIES && !isRefusal(error),
      },
      dehydrate: {
        // A prefetch that is not awaited streams to the browser as a promise.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}

/** A 4xx will say the same thing again; one who says that the database is away has waited for it long enough. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (error.status >= 400 && error.status < 500) || error.status === 503;
}
