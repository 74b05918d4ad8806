import { withApi } from "#app/_lib/with-api.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";
import { pauseInput } from "#worker/services/queues/schemas.ts";

export const POST = withApi({ body: pauseInput }, ({ ctx, body }) =>
  body.action === "pause" ? pauseEnvironment(ctx) : resumeEnvironment(ctx),
);
