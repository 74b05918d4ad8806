import { DomainError } from "#worker/domain/errors.ts";
import { subscribeToRuns } from "./run-feed.ts";

const PING_MS = 15_000;

interface StreamOptions {
  signal: AbortSignal;
  /** Throws once its reader may listen no longer. */
  check: () => Promise<void>;
}

/** Server-sent events of the runs of an environment that change, until it is left or its reader is refused. */
export function openRunStream(
  environmentId: string,
  { signal, check }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isClosed = false;
  let close = () => {};
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const unsubscribe = subscribeToRuns(environmentId, (message) =>
        send(`data: ${JSON.stringify(message)}\n\n`),
      );
      const end = () => {
        close();
        controller.close();
      };
      // A session that was revoked, or a member who was removed, must not listen on.
      const look = () =>
        check().then(
          () => !isClosed && send(": ping\n\n"),
          (error) => error instanceof DomainError && !isClosed && end(),
        );
      const ping = setInterval(look, PING_MS);
      close = () => {
        isClosed = true;
        unsubscribe();
        clearInterval(ping);
      };
      signal.addEventListener("abort", () => !isClosed && end());
      send(": connected\n\n");
    },
    cancel: () => close(),
  });
}
