import { withApi } from "#app/_lib/with-api.ts";
import { getRunRelations } from "#worker/services/runs/get-relations.ts";

export const GET = withApi({}, ({ ctx, params }) => getRunRelations(ctx, params["runId"] ?? ""));
