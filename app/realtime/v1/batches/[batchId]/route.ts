import { answerFeed } from "#app/_lib/feed-response.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { selectBatch } from "#worker/services/runs/subscriptions/read.ts";
import { feedQuery } from "#worker/services/runs/subscriptions/schemas.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true, query: feedQuery }, async (call) =>
  answerFeed(call, await selectBatch(call.ctx, call.params["batchId"] ?? "")),
);
