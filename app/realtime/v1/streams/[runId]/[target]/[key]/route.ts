import { readJsonTexts } from "#app/_lib/json-lines.ts";
import { validated } from "#app/_lib/request-input.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { appendToStream } from "#worker/services/streams/append.ts";
import { findLastChunk } from "#worker/services/streams/find-last-chunk.ts";
import { openStream } from "#worker/services/streams/open.ts";
import { streamPath } from "#worker/services/streams/schemas.ts";

export const PUT = withApi({}, async ({ ctx, params }) => {
  await openStream(ctx, validated(streamPath, params));
  // The version of the way in which parts are written: that of this route.
  return Response.json({ version: "v1" }, { status: 202 });
});

/** One part a line, for as long as there are some. */
export const POST = withApi({}, async ({ ctx, request, params }) => {
  const address = validated(streamPath, params);
  const id = request.headers.get("x-client-id");
  let from = Number(request.headers.get("x-resume-from-chunk") ?? 0) || 0;
  // Whoever may not write is told so, before anything comes.
  await appendToStream(ctx, address, { parts: [] });
  for await (const parts of readJsonTexts(request)) {
    await appendToStream(ctx, address, { parts, ...(id && { writer: { id, from } }) });
    from += parts.length;
  }
  return {};
});

export const HEAD = withApi({}, async ({ ctx, request, params }) => {
  const writerId = request.headers.get("x-client-id") ?? "";
  const last = await findLastChunk(ctx, validated(streamPath, params), writerId);
  return new Response(null, { headers: { "x-last-chunk-index": String(last) } });
});
