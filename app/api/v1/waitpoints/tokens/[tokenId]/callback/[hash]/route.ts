import { toErrorResponse } from "#app/_lib/api-error.ts";
import { systemContext } from "#app/_lib/services.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { completeByCallback } from "#worker/services/waitpoints/complete.ts";

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** For services that report back by a POST of their own: the address is the key, and the body the output. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ tokenId: string; hash: string }> },
): Promise<Response> {
  try {
    const length = request.headers.get("content-length");
    if (length === null) {
      const error = "Send the body with a content-length header.";
      return Response.json({ error, code: "LENGTH_REQUIRED" }, { status: 411 });
    }
    if (Number(length) > MAX_BODY_BYTES) throw tooLarge();
    const { tokenId, hash } = await params;
    const data = readJson(await request.arrayBuffer());
    await completeByCallback(systemContext("callback"), { tokenId, hash, data });
    return Response.json({ success: true });
  } catch (error) {
    return toErrorResponse(error);
  }
}

/** Whoever calls back decides what it sends; that it did is what counts. */
function readJson(body: ArrayBuffer): unknown {
  if (body.byteLength > MAX_BODY_BYTES) throw tooLarge();
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return {};
  }
}

function tooLarge(): DomainError {
  return new DomainError("TOO_LARGE", `The body may have ${MAX_BODY_BYTES} bytes.`);
}
