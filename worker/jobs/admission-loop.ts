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
  let isStopped = false;

  const admitAll = async (environmentId: string) => {
    for (let isFirst = true; isFirst || again.delete(environmentId); isFirst = false) {
      for (let admitted = 1; admitted > 0 && !isStopped; ) {
        const admission = await admitRuns(ctx, environmentId);
        if (admission.outcome === "BUSY") await sleep(BUSY_RETRY_MS);
        else {
          admitted = admission.admitted;
          if (admission.lookAgainAt) timers.ringAt(environmentId, admission.lookAgainAt);
        }
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

  const timers = createTimers(ctx, ring);

  return {
    ring,
    ringIn: timers.ringIn,
    stop: async () => {
      isStopped = true;
      timers.clear();
      await Promise.all(running.values());
    },
  };
}

interface Timers {
  ringIn: (environmentId: string, delayMs: number) => void;
  ringAt: (environmentId: string, at: Date) => void;
  clear: () => void;
}

function createTimers(ctx: ServiceContext, ring: (environmentId: string) => void): Timers {
  const timers = new Set<NodeJS.Timeout>();
  /** When a rate limit opens: every admission says it again, one timer is enough. */
  const openings = new Map<string, number>();

  const ringIn = (environmentId: string, delayMs: number) => {
    if (delayMs > LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      ring(environmentId);
    }, Math.max(0, delayMs) + 1);
    timers.add(timer);
  };

  return {
    ringIn,
    ringAt: (environmentId, at) => {
      const now = ctx.clock().getTime();
      const known = openings.get(environmentId);
      if (known !== undefined && known >= now && known <= at.getTime()) return;
      openings.set(environmentId, at.getTime());
      ringIn(environmentId, at.getTime() - now);
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
