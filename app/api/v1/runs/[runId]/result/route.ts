import { withApi } from "#app/_lib/with-api.ts";
import { getRunResult } from "#worker/services/runs/get-result.ts";

export const GET = withApi({}, ({ ctx, params }) => getRunResult(ctx, params["runId"] ?? ""));
