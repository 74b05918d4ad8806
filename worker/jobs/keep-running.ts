import { setTimeout as sleep } from "node:timers/promises";

export interface Stoppable {
  /** Settles when it has ended, by itself or because it was stopped. */
  promise: Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts something and starts it again whenever it ends by itself. The first start must succeed; later
 * ones are tried until they do, since what ended it (a database that is away) may last.
 */
export async function keepRunning(
  start: () => Promise<Stoppable>,
  { restartMs, onError }: { restartMs: number; onError: (error: unknown) => void },
): Promise<{ stop: () => Promise<void> }> {
  let isStopping = false;
  let current: Stoppable | undefined = await start();

  const watch = async () => {
    while (!isStopping) {
      await current?.promise.catch(onError);
      current = undefined;
      if (isStopping) return;
      await sleep(restartMs);
      current = await start().catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      // Told to stop while it was starting.
      if (isStopping) await current?.stop();
    }
  };

  const watching = watch();
  return {
    stop: async () => {
      isStopping = true;
      await current?.stop();
      await watching;
    },
  };
}
