import { toErrorResponse } from "#app/_lib/api-error.ts";
import { systemContext } from "#app/_lib/services.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { readPacket } from "#worker/services/packets/read.ts";
import { PACKET_LIMIT_BYTES, storePacket } from "#worker/services/packets/store.ts";

type Context = { params: Promise<{ address: string }> };

/** The address is the permission: it was given to somebody who had a key. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  try {
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > PACKET_LIMIT_BYTES) {
      throw new DomainError("TOO_LARGE", `A packet may have ${PACKET_LIMIT_BYTES} bytes.`);
    }
    await storePacket(systemContext("packets"), {
      address: (await params).address,
      contentType: request.headers.get("content-type") ?? "",
      content: new TextDecoder().decode(bytes),
    });
    return new Response(null, { status: 200 });
  } catch (error) {
    return toErrorResponse(error);
  }
}

/** Clients switch on the very text of the type. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const { content, contentType } = await readPacket(
      systemContext("packets"),
      (await params).address,
    );
    const headers = { "content-type": contentType, "access-control-allow-origin": "*" };
    return new Response(new TextEncoder().encode(content), { headers });
  } catch (error) {
    return toErrorResponse(error);
  }
}
