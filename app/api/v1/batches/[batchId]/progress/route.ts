import { withApi } from "#app/_lib/with-api.ts";
import { getBatchProgress } from "#worker/services/batches/get-progress.ts";

export const GET = withApi({}, ({ ctx, params }) => getBatchProgress(ctx, params.batchId ?? ""));
