import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { findReadableRun } from "#worker/services/runs/find-readable.ts";
import { findStreamLength, readStream, type StreamPart } from "#worker/services/streams/read.ts";
import { readLastEventId, readTimeoutSeconds } from "#worker/services/streams/schemas.ts";
import { EVENT_STREAM_HEADERS, eventStream } from "./event-stream.ts";
import { subscribeToRuns, subscribeToStream } from "./run-feed.ts";

interface StreamRequest {
  ctx: EnvironmentContext;
  request: Request;
}

interface Reader {
  ctx: EnvironmentContext;
  runId: string;
  key: string;
  from: number;
  timeoutMs: number;
}

/**
 * A stream of a run as server-sent events, from the place that the reader names on (http-contract §13.2). It ends when
 * the run is over and all is read, or when nothing has come for the time that the reader gives it: a clean end is one
 * for clients as well.
 */
export async function answerStream(
  { ctx, request }: StreamRequest,
  { runId, key }: { runId: string; key: string },
): Promise<Response> {
  const { id } = await findReadableRun(ctx, runId);
  const { headers } = request;
  const last = readLastEventId(headers.get("last-event-id"));
  const isLatest = last === undefined && headers.get("x-trigger-stream-start") === "latest";
  const from = isLatest ? await findStreamLength(ctx, { runId: id, key }) : (last ?? -1) + 1;
  const timeoutMs = readTimeoutSeconds(headers.get("timeout-seconds")) * 1_000;
  const reader: Reader = { ctx, runId: id, key, from, timeoutMs };
  return new Response(
    eventStream((signal) => follow(reader, signal), request.signal),
    { headers: { ...EVENT_STREAM_HEADERS, "x-stream-version": "v1" } },
  );
}

async function* follow(
  { ctx, runId, key, from, timeoutMs }: Reader,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let next = from;
  let deadline = performance.now() + timeoutMs;
  const news = listenFor(ctx, runId);
  try {
    while (!signal.aborted) {
      const heard = news.next();
      const { parts, isOver } = await readStream(ctx, { runId, key, from: next });
      for (const part of parts) yield frameOf(part);
      if (isOver) return;
      if (parts.length > 0) {
        next = (parts.at(-1)?.index ?? next) + 1;
        deadline = performance.now() + timeoutMs;
        continue;
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return;
      await Promise.race([heard, after(leftMs, signal)]);
    }
  } finally {
    news.close();
  }
}

/** The place stands behind the time in the id: clients take the time for the part's. */
function frameOf({ index, data, createdAt }: StreamPart): string {
  return `id: ${createdAt.getTime()}-${index}\ndata: ${data.replaceAll("\n", " ")}\n\n`;
}

/** Parts that were added, and the end of the run. What comes between two calls of `next` is told to the later one. */
function listenFor(ctx: EnvironmentContext, runId: string) {
  let bell = Promise.withResolvers<void>();
  const ring = () => bell.resolve();
  const publicId = friendlyId("run", runId);
  const stops = [
    subscribeToStream(runId, ring),
    subscribeToRuns(ctx.environment.id, ({ runIds, isTruncated }) => {
      if (isTruncated || runIds.includes(publicId)) ring();
    }),
  ];
  return {
    next: (): Promise<void> => {
      bell = Promise.withResolvers();
      return bell.promise;
    },
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

function after(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
