import { randomUUID } from "node:crypto";
import { z } from "zod";
import { DomainError, type DomainErrorCode } from "#worker/domain/errors.ts";
import { isDatabaseAway } from "./database-away.ts";

/** The one table from our errors to HTTP. `retry: false` tells clients that the same call cannot succeed later. */
const TABLE: Record<DomainErrorCode, { status: number; retry: boolean }> = {
  VALIDATION: { status: 400, retry: false },
  UNAUTHENTICATED: { status: 401, retry: false },
  FORBIDDEN: { status: 403, retry: false },
  NOT_FOUND: { status: 404, retry: false },
  CONFLICT: { status: 409, retry: false },
  TOO_LARGE: { status: 413, retry: false },
  UNPROCESSABLE: { status: 422, retry: false },
  LIMIT_EXCEEDED: { status: 429, retry: true },
};

/** Every error of the API as its client reads it: `{ error, code, details? }`. */
export function toErrorResponse(error: unknown): Response {
  if (error instanceof DomainError) return domainError(error);
  if (error instanceof z.ZodError)
    return domainError(validationError(error, "The request is not valid"));
  const requestId = randomUUID();
  if (isDatabaseAway(error)) {
    // One line each: while it is away, every request says the same.
    console.error(`request ${requestId}: the database is away`);
    return Response.json(
      {
        error: "The database does not answer. Try again in a moment.",
        code: "UNAVAILABLE",
        requestId,
      },
      { status: 503, headers: { "x-request-id": requestId } },
    );
  }
  console.error(`request ${requestId}:`, error);
  return Response.json(
    {
      error: "Something went wrong on our side. Nothing was lost; try again.",
      code: "INTERNAL",
      requestId,
    },
    { status: 500, headers: { "x-request-id": requestId } },
  );
}

export function validationError(error: z.ZodError, what: string): DomainError {
  const problems = error.issues.map((issue) =>
    [issue.path.join("."), issue.message].filter(Boolean).join(" "),
  );
  return new DomainError("VALIDATION", `${what}: ${problems.join("; ")}`, error.issues);
}

function domainError(error: DomainError): Response {
  const { status, retry } = TABLE[error.code];
  const headers: HeadersInit = retry ? {} : { "x-should-retry": "false" };
  return Response.json(
    {
      error: error.message,
      // The published client knows this spelling for a missing scope.
      ...(error.code === "FORBIDDEN"
        ? { code: "unauthorized", param: "access_token", type: "authorization" }
        : { code: error.code }),
      ...(error.details !== undefined && { details: error.details }),
    },
    { status, headers },
  );
}
