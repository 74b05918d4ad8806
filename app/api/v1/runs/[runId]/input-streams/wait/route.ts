import { withApi } from "#app/_lib/with-api.ts";
import { idempotencyKeyInput } from "#worker/services/runs/schemas.ts";
import { inputWaitInput } from "#worker/services/streams/schemas.ts";
import { waitForInput } from "#worker/services/streams/wait-for-input.ts";
import { MAX_CREATE_BYTES } from "#worker/services/waitpoints/schemas.ts";

/** Called by a run that waits for a message. */
export const POST = withApi(
  { body: inputWaitInput, maxBodyBytes: MAX_CREATE_BYTES },
  ({ ctx, request, params, body }) => {
    const requestKey = request.headers.get("x-trigger-request-idempotency-key");
    return waitForInput(ctx, {
      runId: params["runId"] ?? "",
      input: body,
      requestKey: requestKey ? idempotencyKeyInput.parse(requestKey) : undefined,
    });
  },
);
