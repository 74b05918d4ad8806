import { answerFeed } from "#app/_lib/feed-response.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { selectTagged } from "#worker/services/runs/subscriptions/read.ts";
import { taggedFeedQuery } from "#worker/services/runs/subscriptions/schemas.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi({ cors: true, query: taggedFeedQuery }, async (call) => {
  const { tags, createdAt } = call.query;
  return answerFeed(call, selectTagged(call.ctx, { tags, withinMs: createdAt }));
});
