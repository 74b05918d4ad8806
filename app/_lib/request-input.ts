import { gunzipSync } from "node:zlib";
import type { z } from "zod";
import { DomainError } from "#worker/domain/errors.ts";
import { validationError } from "./api-error.ts";

/** Those of a catch-all segment come as a list. */
export type RawParams = Record<string, string | string[]>;
/** Next gives no params at all to a route without a dynamic segment. */
export type RouteContext = { params: Promise<RawParams | undefined> };
export type Infer<T> = T extends z.ZodType ? z.infer<T> : undefined;

export const DEFAULT_MAX_BODY_BYTES = 12 * 1024 * 1024;

/** No column holds it, so whatever is looked up with it would be a failure of the database. */
export function refuseNul(url: string): void {
  if (url.includes("%00")) {
    throw new DomainError("VALIDATION", "The address has a NUL character (%00).");
  }
}

export function decodeParams(params: RawParams | undefined): Record<string, string> {
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

export function parseQuery(schema: z.ZodType | undefined, request: Request): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) throw validationError(parsed.error, "Query error");
  return parsed.data;
}

export async function parseBody(
  schema: z.ZodType | undefined,
  request: Request,
  limits: BodyLimits,
): Promise<unknown> {
  if (!schema) return undefined;
  const parsed = schema.safeParse(await readJson(request, limits));
  if (!parsed.success) throw validationError(parsed.error, "The request body is not valid");
  return parsed.data;
}

/** What stands in a path, checked. */
export function validated<S extends z.ZodType>(schema: S, params: object): z.infer<S> {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw validationError(parsed.error, "Path error");
  return parsed.data;
}

/** The body as it is. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  return (await readBytes(request, maxBytes)).toString("utf8");
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const raw = Buffer.from(await request.arrayBuffer());
  if (raw.length > maxBytes) throw tooLarge(maxBytes);
  return raw;
}

export interface BodyLimits {
  maxBytes: number;
  maxUnpackedBytes: number;
}

async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  const raw = await readBytes(request, limits.maxBytes);
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
