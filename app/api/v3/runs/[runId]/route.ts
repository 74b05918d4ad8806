import { withStatusNames } from "#app/_lib/status-names.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { getRun } from "#worker/services/runs/get.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true }, async ({ ctx, request, params }) =>
  withStatusNames(request, await getRun(ctx, params["runId"] ?? "")),
);
