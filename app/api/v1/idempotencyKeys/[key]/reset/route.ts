import { z } from "zod";
import { withApi } from "#app/_lib/with-api.ts";
import { resetIdempotencyKey } from "#worker/services/runs/reset-idempotency-key.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

const body = z.object({ taskIdentifier: z.string().min(1) });

export const POST = withApi({ cors: true, body }, async ({ ctx, params, body: input }) => {
  const key = params["key"] ?? "";
  await resetIdempotencyKey(ctx, { taskId: input.taskIdentifier, key });
  return { id: key };
});
