import { queueReference } from "#app/_lib/queue-param.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { resumeQueue } from "#worker/services/queues/resume.ts";
import { pauseQueueInput } from "#worker/services/queues/schemas.ts";

export const POST = withApi({ body: pauseQueueInput }, ({ ctx, params, body }) => {
  const reference = queueReference(params, body.type);
  return body.action === "pause" ? pauseQueue(ctx, reference) : resumeQueue(ctx, reference);
});
