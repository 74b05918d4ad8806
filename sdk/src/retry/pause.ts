import { currentAttempt } from "../current-attempt.ts";

/**
 * Waits between two tries.
 *
 * @throws the reason of the run's signal, when the run is cancelled meanwhile.
 */
export async function pause(ms: number): Promise<void> {
  const signal = currentAttempt()?.signal;
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", cancel);
      resolve();
    }, ms);
    signal?.addEventListener("abort", cancel, { once: true });
  });
}
