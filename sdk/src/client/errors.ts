/**
 * A call to the API that failed. `status` is the HTTP status, or undefined when no answer
 * came at all. `message` is the server's own text where it gave one.
 *
 * `name` is `"TriggerApiError"` for the whole family, which is what the runner looks at when
 * it decides about a retry: a task that lets a 4xx other than 408 and 429 escape is not retried.
 *
 * Source: http-contract §4.1.
 */
export class ApiError extends Error {
  override readonly name = "TriggerApiError";
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** The parsed `error` member of the answer, or the whole body where it has none. */
  readonly error: unknown;
  readonly body: unknown;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly type: string | undefined;

  constructor(message: string, answer: Partial<FailedAnswer> = {}, options?: ErrorOptions) {
    super(message, options);
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
    const error = property(answer.body, "error");
    this.error = error ?? answer.body;
    const details = typeof error === "object" && error !== null ? error : answer.body;
    this.code = text(property(details, "code"));
    this.param = text(property(details, "param"));
    this.type = text(property(details, "type"));
  }
}

/** 400: the request is malformed. */
export class BadRequestError extends ApiError {}
/** 401: the key is missing or wrong. */
export class AuthenticationError extends ApiError {}
/** 403: the key is right but may not do this. */
export class PermissionDeniedError extends ApiError {}
/** 404: there is no such thing, or it belongs to somebody else. */
export class NotFoundError extends ApiError {}
/** 409: the thing changed meanwhile. */
export class ConflictError extends ApiError {}
/** 422: understood, and refused by a rule. */
export class UnprocessableEntityError extends ApiError {}
/** 500 and above. */
export class InternalServerError extends ApiError {}

/** 429: too many calls. */
export class RateLimitError extends ApiError {
  /** Milliseconds until the limit is reset (never negative), or undefined where the server did not say. */
  get millisecondsUntilReset(): number | undefined {
    const reset = resetAt(this.headers);
    return reset === undefined ? undefined : Math.max(0, reset - Date.now());
  }
}

/** No answer: the server could not be reached or the connection broke. `cause` is the network error. */
export class ApiConnectionError extends ApiError {}

/** A successful answer that is not what this SDK understands. Never retried. */
export class ApiSchemaValidationError extends ApiError {}

export interface FailedAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined where the body is none. */
  body: unknown;
}

const CLASS_OF_STATUS: Record<number, typeof ApiError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** The exception for an answer that is not 2xx. `rawText` is its body as it came. */
export function errorOfAnswer(answer: FailedAnswer, rawText: string): ApiError {
  const Class =
    CLASS_OF_STATUS[answer.status] ?? (answer.status >= 500 ? InternalServerError : ApiError);
  return new Class(messageOf(answer, rawText), answer);
}

/** Epoch milliseconds of `x-ratelimit-reset`, or undefined. */
export function resetAt(headers: Headers | undefined): number | undefined {
  const reset = Number(headers?.get("x-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(reset) ? reset : undefined;
}

function messageOf({ status, body }: FailedAnswer, rawText: string): string {
  const error = property(body, "error");
  const message =
    text(error) ?? text(property(error, "message")) ?? text(property(body, "message"));
  if (message) return message;
  if (body !== undefined) return `${status} ${JSON.stringify(body)}`;
  return rawText.trim() ? `${status} ${rawText.trim()}` : `${status} status code (no body)`;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
