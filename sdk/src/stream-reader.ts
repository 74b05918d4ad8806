import type { RequestOptions } from "./client/configuration.ts";
import { resolveTarget } from "./client/configuration.ts";
import { ApiError, errorOfAnswer } from "./client/errors.ts";
import { apiRetryDelayMs } from "./client/retry-policy.ts";

export interface ReadStreamOptions {
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
  /** Ends it, too, when nothing has come for so long. Default 60, at most 600. */
  timeoutInSeconds?: number | undefined;
  /** Place of the first part that is wanted. Default 0. */
  startIndex?: number | undefined;
  /** `latest`: only what comes from now on. */
  from?: "beginning" | "latest" | undefined;
}

const RETRY = { maxAttempts: 1_000_000, minTimeoutInMs: 100, maxTimeoutInMs: 5_000, factor: 2 };

/** Parts of a stream of a run as they are written. */
export function readParts(
  runId: string,
  key: string,
  options: ReadStreamOptions,
  requestOptions?: RequestOptions,
): AsyncGenerator<unknown, void, undefined> {
  const path = `/realtime/v1/streams/${encodeURIComponent(runId)}/${encodeURIComponent(key)}`;
  return readPartsAt(path, options, requestOptions);
}

/**
 * The same, of the stream at this path, over server-sent events (http-contract §13.2). A connection that breaks is made
 * again where it broke; the stream's clean end ends it.
 */
export async function* readPartsAt(
  path: string,
  options: ReadStreamOptions,
  requestOptions?: RequestOptions,
): AsyncGenerator<unknown, void, undefined> {
  const { signal, timeoutInSeconds = 60, startIndex = 0, from } = options;
  let lastId = startIndex > 0 ? String(startIndex - 1) : undefined;
  for (let attempt = 1; !signal?.aborted; attempt++) {
    const headers: Record<string, string> = {
      accept: "text/event-stream",
      "timeout-seconds": String(timeoutInSeconds),
      ...(lastId !== undefined && { "last-event-id": lastId }),
      ...(lastId === undefined && from === "latest" && { "x-trigger-stream-start": "latest" }),
    };
    try {
      for await (const { id, data } of await connect(path, headers, signal, requestOptions)) {
        attempt = 0;
        lastId = id ?? lastId;
        yield parsed(data);
      }
      return;
    } catch (error) {
      if (signal?.aborted) return;
      await pauseBefore(attempt, error, signal);
    }
  }
}

/** @throws the error, where another try would be refused as well. */
async function pauseBefore(
  attempt: number,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  const failure = error instanceof ApiError ? error : new ApiError("", {}, { cause: error });
  const clock = { now: Date.now(), random: Math.random() };
  const tries = Math.max(1, attempt);
  const delayMs = apiRetryDelayMs(failure, { ...RETRY, randomize: true }, tries, clock);
  if (delayMs === undefined) throw error;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function connect(
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
  requestOptions: RequestOptions | undefined,
): Promise<AsyncIterable<ServerEvent>> {
  const { baseUrl, token } = resolveTarget(requestOptions);
  const response = await fetch(`${baseUrl}${path}`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) {
    const body: unknown = await response.json().catch(() => undefined);
    throw errorOfAnswer({ status: response.status, headers: response.headers, body }, "");
  }
  return readEvents(response.body);
}

interface ServerEvent {
  id?: string | undefined;
  data: string;
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const frames = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) {
        const event = readEvent(frame);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Undefined for a comment. */
function readEvent(frame: string): ServerEvent | undefined {
  const fields = frame.split("\n").map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")];
  });
  const data = fields.filter(([name]) => name === "data").map(([, text]) => text);
  if (data.length === 0) return undefined;
  return { id: fields.find(([name]) => name === "id")?.[1], data: data.join("\n") };
}

/** Parts are JSON. */
function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
