import type { z } from "zod";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { toErrorResponse } from "./api-error.ts";
import { authenticateRequest } from "./request-actor.ts";
import {
  DEFAULT_MAX_BODY_BYTES,
  decodeParams,
  type Infer,
  parseBody,
  parseQuery,
  type RouteContext,
  refuseNul,
} from "./request-input.ts";
import { services, systemContext } from "./services.ts";

interface ApiOptions<B extends z.ZodType | undefined, Q extends z.ZodType | undefined> {
  /** Called from browsers elsewhere: allow any origin, without credentials. Export `OPTIONS` beside it. */
  cors?: boolean;
  /** Left out: the body is not read, whatever its content type says. */
  body?: B;
  query?: Q;
  maxBodyBytes?: number;
  /** Of a body that comes compressed. Left out: as much as of one that does not. */
  maxUnpackedBytes?: number;
}

interface ApiCall<B, Q> {
  ctx: EnvironmentContext;
  request: Request;
  /** Decoded once. */
  params: Record<string, string>;
  body: B;
  query: Q;
}

/** Every API route: authenticate → check the input → call the verb → answer, errors through one table. */
export function withApi<
  B extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
>(
  options: ApiOptions<B, Q>,
  handler: (call: ApiCall<Infer<B>, Infer<Q>>) => Promise<object>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const answer = async (): Promise<Response> => {
      refuseNul(request.url);
      await services().ready;
      const { actor, environment } = await authenticateRequest(systemContext("api"), request);
      const ctx = { ...systemContext("api"), actor, environment };
      const params = decodeParams(await context.params);
      const query = parseQuery(options.query, request);
      const maxBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
      const body = await parseBody(options.body, request, {
        maxBytes,
        maxUnpackedBytes: options.maxUnpackedBytes ?? maxBytes,
      });
      const result = await handler({
        ctx,
        request,
        params,
        // Parsed by the very schemas whose types these are.
        body: body as Infer<B>,
        query: query as Infer<Q>,
      });
      return result instanceof Response ? result : Response.json(result);
    };
    const response = await answer().catch(toErrorResponse);
    return options.cors ? allowAnyOrigin(response, request) : response;
  };
}

/** Answers the preflight of a route with `cors: true`, before any authentication. */
export function OPTIONS(request: Request): Response {
  return allowAnyOrigin(new Response(null, { status: 204 }), request);
}

function allowAnyOrigin(response: Response, request: Request): Response {
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("access-control-expose-headers", "*");
  if (request.method === "OPTIONS") {
    response.headers.set("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    const asked = request.headers.get("access-control-request-headers");
    response.headers.set("access-control-allow-headers", asked ?? "*");
    response.headers.set("access-control-max-age", "300");
  }
  return response;
}
