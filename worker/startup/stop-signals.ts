/** One request to stop arrives twice: npm passes on what Ctrl-C has sent to its child as well, systemd signals starter and worker. */
const SAME_REQUEST_MS = 500;

/** How long the writes take that hand runs back; a process that needs longer has lost its database. */
export const HAND_BACK_MS = 5_000;

/**
 * Takes the signals that ask to stop: each request does the next step. What comes within half a second of
 * the last one is the same request.
 */
export function createStopSignals(
  steps: readonly (() => void)[],
  now: () => number = () => performance.now(),
): () => void {
  const left = [...steps];
  let requestedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - requestedAt < SAME_REQUEST_MS) return;
    requestedAt = now();
    left.shift()?.();
  };
}

/** Says how to go on, once a further signal would be heard. */
export function sayLater(text: string): void {
  setTimeout(() => console.log(text), SAME_REQUEST_MS).unref();
}
