import type { ServiceContext } from "#worker/services/context.ts";
import { wakeRuns } from "#worker/services/waits/wake.ts";

export interface WakeLoop {
  /** Something that runs may wait for has ended. */
  ring: () => void;
  stop: () => Promise<void>;
}

/** Wakes runs until there is nothing to look at, one statement at a time; rings meanwhile are one ring. */
export function createWakeLoop(ctx: ServiceContext, onError: (error: unknown) => void): WakeLoop {
  let working: Promise<void> | undefined;
  let hasRung = false;
  let isStopped = false;

  const work = async () => {
    while (hasRung && !isStopped) {
      hasRung = false;
      if ((await wakeRuns(ctx)) > 0) hasRung = true;
    }
  };

  return {
    ring: () => {
      hasRung = true;
      working ??= work()
        .catch(onError)
        .finally(() => {
          working = undefined;
        });
    },
    stop: async () => {
      isStopped = true;
      await working;
    },
  };
}
