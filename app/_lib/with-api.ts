import { gunzipSync } from "node:zlib";
import type { z } from "zod";
import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { toErrorResponse, validationError } from "./api-error.ts";
import { authenticateRequest } from "./request-actor.ts";
import { systemContext } from "./services.ts";

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

type Infer<T> = T extends z.ZodType ? z.infer<T> : undefined;
/** Next gives no params at all to a route without a dynamic segment. */
type RouteContext = { params: Promise<RawParams | undefined> };
/** Those of a catch-all segment come as a list. */
type RawParams = Record<string, string | string[]>;

const DEFAULT_MAX_BODY_BYTES = 12 * 1024 * 1024;

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

/** No column holds it, so whatever is looked up with it would be a failure of the database. */
function refuseNul(url: string): void {
  if (url.includes("%00")) {
    throw new DomainError("VALIDATION", "The address has a NUL character (%00).");
  }
}

function decodeParams(params: RawParams | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, given]) => {
      const value = typeof given === "string" ? given : given.join("/");
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        throw new DomainError(
          "VALIDATION",
          `The path has a part that is not encoded correctly: ${value}`,
        );
      }
    }),
  );
}

function parseQuery(schema: z.ZodType | undefined, request: Request): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) throw validationError(parsed.error, "Query error");
  return parsed.data;
}

async function parseBody(
  schema: z.ZodType | undefined,
  request: Request,
  limits: BodyLimits,
): Promise<unknown> {
  if (!schema) return undefined;
  const parsed = schema.safeParse(await readJson(request, limits));
  if (!parsed.success) throw validationError(parsed.error, "The request body is not valid");
  return parsed.data;
}

interface BodyLimits {
  maxBytes: number;
  maxUnpackedBytes: number;
}

async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  const { maxBytes } = limits;
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const raw = Buffer.from(await request.arrayBuffer());
  if (raw.length > maxBytes) throw tooLarge(maxBytes);
  const bytes = request.headers.get("content-encoding") === "gzip" ? gunzip(raw, limits) : raw;
  // Clients say application/json and send nothing where there is nothing to say.
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError("VALIDATION", `The request body is not JSON: ${reason}`);
  }
}

/** A kilobyte can unpack to a megabyte: the limit is on what comes out. */
function gunzip(bytes: Buffer, { maxUnpackedBytes }: BodyLimits): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxUnpackedBytes);
    throw new DomainError("VALIDATION", "The request body is not valid gzip.");
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError("TOO_LARGE", `The request body may have ${maxBytes} bytes.`);
}
