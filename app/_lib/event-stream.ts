const PING_MS = 10_000;

export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store, no-transform",
  // Proxies that buffer would hold the events back.
  "x-accel-buffering": "no",
};

/**
 * Server-sent events as they come. The stream ends with `frames`, and `frames` are told by the signal when the
 * client is gone. Meanwhile comments keep the connection alive.
 */
export function eventStream(
  frames: (signal: AbortSignal) => AsyncIterable<string>,
  requestSignal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, requestSignal]);
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const ping = setInterval(() => send(": ping\n\n"), PING_MS);
      send(": connected\n\n");
      const copy = async () => {
        for await (const frame of frames(signal)) send(frame);
      };
      void copy()
        .then(
          () => !gone.signal.aborted && controller.close(),
          (error: unknown) => !gone.signal.aborted && controller.error(error),
        )
        .finally(() => clearInterval(ping));
    },
    cancel: () => gone.abort(),
  });
}
