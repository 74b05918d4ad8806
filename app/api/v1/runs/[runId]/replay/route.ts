import { withApi } from "#app/_lib/with-api.ts";
import { replayRun } from "#worker/services/runs/replay.ts";
import { replayInput } from "#worker/services/runs/schemas.ts";

export const POST = withApi({ body: replayInput }, async ({ ctx, params, body }) => {
  const run = await replayRun(ctx, params["runId"] ?? "", body);
  return { id: run.friendlyId };
});
