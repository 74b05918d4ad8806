import { activeTraceHeaders } from "../active-trace.ts";
import { answerInTest, currentAttempt } from "../current-attempt.ts";
import { SDK_VERSION } from "../version.ts";
import type { ApiAnswer, ApiRequest } from "./api-request.ts";
import type { RequestOptions, ResolvedTarget } from "./configuration.ts";
import { resolveTarget } from "./configuration.ts";
import { ApiConnectionError, ApiError, ApiSchemaValidationError, errorOfAnswer } from "./errors.ts";
import { apiRetry, apiRetryDelayMs } from "./retry-policy.ts";

/**
 * The one way to the API: authorised, retried by the policy, its failures turned into `ApiError`s.
 * All tries of a call carry the same request id, so that the server can tell a repetition
 * (the answer was lost on the way) from a second wish. In a run of the test kit nothing is sent.
 */
export async function callApi(request: ApiRequest, options?: RequestOptions): Promise<ApiAnswer> {
  const answer = answerInTest();
  if (answer) return answer(request);
  const target = resolveTarget(options);
  const headers = headersOf(target, request);
  const attempt = currentAttempt();
  const exchange = () => sendPersistently(target, request, headers);
  return attempt ? attempt.untraced(exchange) : exchange();
}

async function sendPersistently(
  target: ResolvedTarget,
  request: ApiRequest,
  headers: Headers,
): Promise<ApiAnswer> {
  const retry = apiRetry(target.retry);
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(target, request, headers);
    } catch (error) {
      if (!(error instanceof ApiError) || error instanceof ApiSchemaValidationError) throw error;
      const clock = { now: Date.now(), random: Math.random() };
      const delayMs = apiRetryDelayMs(error, retry, attempt, clock);
      if (delayMs === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

function headersOf({ token }: ResolvedTarget, request: ApiRequest): Headers {
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "trigger-version": SDK_VERSION,
    "x-trigger-api-version": "2025-07-16",
    "x-trigger-source": request.source ?? "sdk",
    "x-trigger-request-idempotency-key": request.requestKey ?? crypto.randomUUID(),
  });
  if (request.gzippedJson) headers.set("content-encoding", "gzip");
  if (request.jsonLines !== undefined) headers.set("content-type", "application/x-ndjson");
  const more = { ...activeTraceHeaders(), ...request.headers };
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  if (currentAttempt()) {
    headers.set("x-trigger-worker", "true");
    headers.set("x-trigger-engine-version", "V2");
  }
  return headers;
}

async function send(
  target: ResolvedTarget,
  { method, path, query, body, gzippedJson, jsonLines }: ApiRequest,
  headers: Headers,
): Promise<ApiAnswer> {
  const search = query?.size ? `?${query}` : "";
  const init: RequestInit = { method, headers };
  if (gzippedJson) init.body = gzippedJson;
  else if (jsonLines !== undefined) init.body = jsonLines;
  else if (body !== undefined) init.body = JSON.stringify(body);
  const { response, text } = await exchange(target.baseUrl, `${path}${search}`, init);
  const answer = { status: response.status, headers: response.headers, body: parseJson(text) };
  if (!response.ok) throw errorOfAnswer(answer, text);
  if (typeof answer.body === "object" && answer.body !== null) {
    return { body: answer.body, headers: answer.headers };
  }
  throw new ApiSchemaValidationError(
    `${target.baseUrl} answered ${method} ${path} with something that is not a JSON object. Is TRIGGER_API_URL right?`,
    answer,
  );
}

async function exchange(baseUrl: string, pathAndQuery: string, init: RequestInit) {
  try {
    const response = await fetch(`${baseUrl}${pathAndQuery}`, init);
    return { response, text: await response.text() };
  } catch (cause) {
    const reason = networkReason(cause);
    throw new ApiConnectionError(
      `Could not reach ${baseUrl} (${reason}). Is the server running, and is TRIGGER_API_URL right?`,
      {},
      { cause },
    );
  }
}

/** Node hides what went wrong (`ECONNREFUSED …`) behind "fetch failed": it is in the cause. */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof AggregateError) return networkReason(error.cause.errors[0]);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
