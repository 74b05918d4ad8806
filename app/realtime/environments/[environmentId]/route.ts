import { toErrorResponse } from "#app/_lib/api-error.ts";
import { readUserId } from "#app/_lib/request-actor.ts";
import { openRunStream } from "#app/_lib/run-stream.ts";
import { systemContext } from "#app/_lib/services.ts";
import { DomainError, notFound } from "#worker/domain/errors.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";

/** Server-sent events for the dashboard: ids of runs that changed; what they are now is read from the API. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ environmentId: string }> },
): Promise<Response> {
  try {
    const { environmentId } = await params;
    const check = () => checkReader(request.headers, environmentId);
    await check();
    return new Response(openRunStream(environmentId, { signal: request.signal, check }), {
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

/** Throws for whoever is signed out, and for whom the environment is not. */
async function checkReader(headers: Headers, environmentId: string): Promise<void> {
  const userId = await readUserId(headers);
  if (!userId) throw new DomainError("UNAUTHENTICATED", "You are signed out. Sign in again.");
  const member = await authenticateMember(systemContext("feed"), { userId, environmentId });
  if (!member) throw notFound("Environment");
}
