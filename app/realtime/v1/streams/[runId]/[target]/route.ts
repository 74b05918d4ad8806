import { answerStream } from "#app/_lib/stream-response.ts";
import { withApi } from "#app/_lib/with-api.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

/** To be read, a stream is named by run and key: the place of `target` has the key. */
export const GET = withApi({ cors: true }, (call) =>
  answerStream(call, {
    runId: call.params["runId"] ?? "",
    key: call.params["target"] ?? "",
  }),
);
