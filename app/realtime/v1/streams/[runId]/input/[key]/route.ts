import { validated } from "#app/_lib/request-input.ts";
import { answerStream } from "#app/_lib/stream-response.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { idempotencyKeyInput } from "#worker/services/runs/schemas.ts";
import { inputKey, inputMessage, inputStreamPath } from "#worker/services/streams/schemas.ts";
import { sendInput } from "#worker/services/streams/send-input.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A message into the run. */
export const POST = withApi(
  { cors: true, body: inputMessage, maxBodyBytes: MAX_MESSAGE_BYTES },
  async ({ ctx, request, params, body }) => {
    const requestKey = request.headers.get("x-trigger-request-idempotency-key");
    await sendInput(ctx, {
      ...validated(inputStreamPath, params),
      data: body.data,
      requestKey: requestKey ? idempotencyKeyInput.parse(requestKey) : undefined,
    });
    return { ok: true };
  },
);

/** What was sent into it, as server-sent events. */
export const GET = withApi({ cors: true }, (call) => {
  const { runId, key } = validated(inputStreamPath, call.params);
  return answerStream(call, { runId, key: inputKey(key) });
});
