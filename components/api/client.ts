import { ApiError, toApiError } from "./api-error.ts";

const TIMEOUT_MS = 10_000;

export type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Which environment the request is about; the session cookie says who asks. */
  environmentId?: string;
  body?: unknown;
  signal?: AbortSignal;
};

/**
 * The one way from the browser to the server. `T` is what the endpoint's contract promises; both
 * ends are built from the same types, so the answer is not validated a second time here.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const body = await readBody(response);
  if (!response.ok) throw toApiError(response.status, body, response.headers.get("x-request-id"));
  return asPromised<T>(body);
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const headers = new Headers({ accept: "application/json" });
  if (options.environmentId !== undefined) {
    headers.set("x-pawl-environment", options.environmentId);
  }
  if (options.body !== undefined) headers.set("content-type", "application/json");
  try {
    return await fetch(path, {
      method: options.method ?? "GET",
      headers,
      credentials: "same-origin",
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ status: 0, message: unreachableMessage(timeout.aborted) });
  }
}

function unreachableMessage(isTimeout: boolean): string {
  return isTimeout
    ? "The server did not answer within 10 seconds. Nothing is known about the outcome; reload to see the current state."
    : "The server cannot be reached. Check that Pawl is running and that you are online.";
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The contract's promise about the body, taken at its word in this one place. */
function asPromised<T>(body: unknown): T {
  return body as T;
}
