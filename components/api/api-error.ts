export type ApiErrorInput = {
  status: number;
  message: string;
  code?: string | undefined;
  details?: unknown;
  requestId?: string | undefined;
};

/** Every failed request ends as one of these. Status 0: no answer came at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly details: unknown;
  readonly requestId: string | undefined;

  constructor(input: ApiErrorInput) {
    super(input.message);
    this.name = "ApiError";
    this.status = input.status;
    this.code = input.code;
    this.details = input.details;
    this.requestId = input.requestId;
  }
}

/** Builds the error from a response's status and body, whatever shape the body has. */
export function toApiError(
  status: number,
  body: unknown,
  requestIdHeader: string | null,
): ApiError {
  const fields = isRecord(body) ? body : {};
  return new ApiError({
    status,
    // Our API says `error`; better-auth says `message`.
    message: text(fields.error) ?? text(fields.message) ?? fallbackMessage(status),
    code: text(fields.code),
    details: fields.details,
    requestId: text(fields.requestId) ?? requestIdHeader ?? undefined,
  });
}

export function describeError(error: unknown): { message: string; requestId?: string } {
  if (error instanceof ApiError) {
    return error.requestId === undefined
      ? { message: error.message }
      : { message: error.message, requestId: error.requestId };
  }
  return { message: error instanceof Error ? error.message : "Something went wrong." };
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Pawl or its database is away: no answer, or one that says so. What was asked for can be had when it is back. */
export function isOutage(error: unknown): boolean {
  return error instanceof ApiError && OUTAGE_STATUSES.has(error.status);
}

/** The second and the fourth are a proxy's. */
const OUTAGE_STATUSES = new Set([0, 502, 503, 504]);

function fallbackMessage(status: number): string {
  if (status === 401) return "Your session has ended. Sign in again.";
  if (status === 403) return "Your role does not allow this.";
  if (status === 404) return "This does not exist, or it belongs to another environment.";
  if (status === 429) return "Too many requests. Try again in a moment.";
  return `The server answered with status ${status}.`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
