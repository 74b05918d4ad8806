import type { z } from "zod";
import { DomainError } from "#worker/domain/errors.ts";
import type { OrganizationContext } from "#worker/services/context.ts";
import { authenticateOrganization } from "#worker/services/orgs/authenticate-organization.ts";
import { toErrorResponse } from "./api-error.ts";
import { readSession } from "./request-actor.ts";
import {
  decodeParams,
  type Infer,
  parseBody,
  parseQuery,
  type RouteContext,
  refuseNul,
} from "./request-input.ts";
import { systemContext } from "./services.ts";

interface SessionOptions<B extends z.ZodType | undefined, Q extends z.ZodType | undefined> {
  body?: B;
  query?: Q;
}

interface SessionCall<B, Q> {
  userId: string;
  sessionId: string;
  request: Request;
  params: Record<string, string>;
  body: B;
  query: Q;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Routes that only a signed-in person may call, for what belongs to no environment. */
export function withSession<
  B extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
>(
  options: SessionOptions<B, Q>,
  handler: (call: SessionCall<Infer<B>, Infer<Q>>) => Promise<object>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    try {
      refuseNul(request.url);
      const session = await readSession(request.headers);
      if (!session) {
        throw new DomainError(
          "UNAUTHENTICATED",
          "Only signed-in people may do this. Sign in again.",
        );
      }
      const params = decodeParams(await context.params);
      const query = parseQuery(options.query, request);
      const limits = { maxBytes: MAX_BODY_BYTES, maxUnpackedBytes: MAX_BODY_BYTES };
      const body = await parseBody(options.body, request, limits);
      const result = await handler({
        ...session,
        request,
        params,
        // Parsed by the very schemas whose types these are.
        body: body as Infer<B>,
        query: query as Infer<Q>,
      });
      return result instanceof Response ? result : Response.json(result);
    } catch (error) {
      return toErrorResponse(error);
    }
  };
}

/** The same, in the organization that the path's `org` names. Somebody else's looks like one that does not exist. */
export function withOrganization<
  B extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
>(
  options: SessionOptions<B, Q>,
  handler: (
    call: SessionCall<Infer<B>, Infer<Q>> & { ctx: OrganizationContext },
  ) => Promise<object>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return withSession(options, async (call) => {
    const slug = call.params.org ?? "";
    const ctx = await authenticateOrganization(systemContext("api"), { userId: call.userId, slug });
    if (!ctx) throw new DomainError("NOT_FOUND", `Organization ${slug} not found.`);
    return handler({ ...call, ctx });
  });
}
