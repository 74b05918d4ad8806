import { toErrorResponse } from "#app/_lib/api-error.ts";
import { readUserId } from "#app/_lib/request-actor.ts";
import { subscribeToRuns } from "#app/_lib/run-feed.ts";
import { systemContext } from "#app/_lib/services.ts";
import { DomainError, notFound } from "#worker/domain/errors.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";

const PING_MS = 15_000;

/** Server-sent events for the dashboard: ids of runs that changed; what they are now is read from the API. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ environmentId: string }> },
): Promise<Response> {
  try {
    const { environmentId } = await params;
    const userId = await readUserId(request.headers);
    if (!userId) throw new DomainError("UNAUTHENTICATED", "You are signed out. Sign in again.");
    const member = await authenticateMember(systemContext("feed"), { userId, environmentId });
    if (!member) throw notFound("Environment");
    return new Response(openStream(environmentId, request.signal), {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store, no-transform",
        // Proxies that buffer would hold the events back.
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    return toErrorResponse(error);
  }
}

function openStream(environmentId: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let close = () => {};
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const unsubscribe = subscribeToRuns(environmentId, (message) =>
        send(`data: ${JSON.stringify(message)}\n\n`),
      );
      const ping = setInterval(() => send(": ping\n\n"), PING_MS);
      close = () => {
        unsubscribe();
        clearInterval(ping);
      };
      signal.addEventListener("abort", () => {
        close();
        controller.close();
      });
      send(": connected\n\n");
    },
    cancel: () => close(),
  });
}
