import { readText, validated } from "#app/_lib/request-input.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { appendToStream } from "#worker/services/streams/append.ts";
import { streamPath } from "#worker/services/streams/schemas.ts";

const MAX_PART_BYTES = 512 * 1024;

/** The body as it is, whatever its content type says, is one part: a text. */
export const POST = withApi({}, async ({ ctx, request, params }) => {
  const part = await readText(request, MAX_PART_BYTES);
  await appendToStream(ctx, validated(streamPath, params), { parts: [JSON.stringify(part)] });
  return { ok: true };
});
