import { withApi } from "#app/_lib/with-api.ts";
import { replayRun } from "#worker/services/runs/replay.ts";

export const POST = withApi({}, async ({ ctx, params }) => {
  const run = await replayRun(ctx, params["runId"] ?? "");
  return { id: run.friendlyId };
});
