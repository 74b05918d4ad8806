import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#worker/services/context.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";

export interface AdmissionLoop {
  /** This environment may have a run and a free slot. */
  ring: (environmentId: string) => void;
  /** The same, later: a retry becomes due. */
  ringIn: (environmentId: string, delayMs: number) => void;
  stop: () => Promise<void>;
}

const BUSY_RETRY_MS = 5;
/** Later than this is left to the sweep. */
const LONGEST_TIMER_MS = 60_000;

/** Admits for an environment whenever its bell rings, one admission at a time each; rings meanwhile count as one. */
export function createAdmissionLoop(
  ctx: ServiceContext,
  onError: (error: unknown) => void,
): AdmissionLoop {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;

  const admitAll = async (environmentId: string) => {
    for (let isFirst = true; isFirst || again.delete(environmentId); isFirst = false) {
      for (let admitted = 1; admitted > 0 && !isStopped; ) {
        const admission = await admitRuns(ctx, environmentId);
        if (admission.outcome === "BUSY") await sleep(BUSY_RETRY_MS);
        else admitted = admission.admitted;
      }
    }
  };

  const ring = (environmentId: string) => {
    if (isStopped) return;
    if (running.has(environmentId)) {
      again.add(environmentId);
      return;
    }
    const loop = admitAll(environmentId)
      .catch(onError)
      .finally(() => {
        running.delete(environmentId);
        if (again.delete(environmentId)) ring(environmentId);
      });
    running.set(environmentId, loop);
  };

  return {
    ring,
    ringIn: (environmentId, delayMs) => {
      if (delayMs > LONGEST_TIMER_MS) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        ring(environmentId);
      }, Math.max(0, delayMs) + 1);
      timers.add(timer);
    },
    stop: async () => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
