import { withApi } from "#app/_lib/with-api.ts";
import { searchLogsQuery } from "#worker/services/logs/schemas.ts";
import { searchLogs } from "#worker/services/logs/search.ts";

export const GET = withApi({ query: searchLogsQuery }, ({ ctx, query }) => searchLogs(ctx, query));
