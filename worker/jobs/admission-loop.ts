import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#worker/services/context.ts";
import { type Admission, admitRuns, type Host } from "#worker/services/queues/admit.ts";

export interface AdmissionLoop {
  /** This environment may have a run and a free slot. */
  ring: (environmentId: string) => void;
  /** The same, later: a retry becomes due. */
  ringIn: (environmentId: string, delayMs: number) => void;
  stop: () => Promise<void>;
}

/** One that waits for a lock does not hold up the others. */
const AT_ONCE = 4;
const BUSY_RETRY_MS = 5;
const FULL_PAUSE_MS = 5;
/** A paused environment is looked at no more often than this, however often its bell rings. */
const CLOSED_MS = 25;
/** Later than this is left to the sweep. */
const LONGEST_TIMER_MS = 60_000;

/**
 * Admits for the environments whose bell rang, in turn, each as far as it comes before the next one. When
 * the workers are full, those that are left keep their places in this line, and the next ring (a run
 * that ended rings too) goes on with the first of them: an environment with a long backlog takes no
 * more turns than one with a single run.
 *
 * `host`: the worker's own places, where runs start as they are admitted.
 */
export function createAdmissionLoop(
  ctx: ServiceContext,
  onError: (error: unknown) => void,
  host?: Host,
): AdmissionLoop {
  const line = createLine();

  /** False: the workers are full. */
  const admitFor = async (environmentId: string): Promise<boolean> => {
    const options = { sharers: line.length(), ...(host && { host }) };
    const admission = await admitRuns(ctx, environmentId, options);
    if (admission.outcome === "BUSY") {
      line.leave(environmentId);
      timers.ringIn(environmentId, BUSY_RETRY_MS);
      return true;
    }
    if (admission.outcome === "CLOSED") {
      closed.close(environmentId, line.drop(environmentId));
      return true;
    }
    if (admission.hasReturnedPlaces) admitters.goOn();
    if (admission.lookAgainAt) timers.ringAt(environmentId, admission.lookAgainAt);
    line.moveOn(environmentId, admission);
    return !admission.areWorkersFull;
  };

  const giveUp = (environmentId: string, error: unknown) => {
    line.leave(environmentId);
    onError(error);
    return true;
  };

  const admitters = createAdmitters(line, (environmentId) =>
    admitFor(environmentId).catch((error) => giveUp(environmentId, error)),
  );

  const ring = (environmentId: string) => {
    if (admitters.areStopped() || closed.hears(environmentId)) return;
    line.join(environmentId);
    admitters.goOn();
  };

  const timers = createTimers(ctx, ring);
  const closed = createClosed(ring);

  return {
    ring,
    ringIn: timers.ringIn,
    stop: async () => {
      timers.clear();
      await admitters.stop();
      closed.clear();
    },
  };
}

/** Those who serve the line, as many at once as may be. */
function createAdmitters(line: Line, admitFor: (environmentId: string) => Promise<boolean>) {
  const all = new Set<Promise<void>>();
  let rings = 0;
  let isStopped = false;

  const admitAll = async () => {
    for (let first = line.takeFirst(); first && !isStopped; first = line.takeFirst()) {
      const ringsBefore = rings;
      const hasPlaces = await admitFor(first);
      line.giveBack(first);
      if (hasPlaces) continue;
      // Full workers have enough to go on with: what becomes free in this moment is dealt together.
      await sleep(FULL_PAUSE_MS);
      if (rings === ringsBefore) return;
    }
  };

  return {
    areStopped: () => isStopped,
    /** For whoever is in the line. */
    goOn: () => {
      rings++;
      if (isStopped || all.size >= AT_ONCE) return;
      const one = admitAll().finally(() => all.delete(one));
      all.add(one);
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(all);
    },
  };
}

type Turn = Extract<Admission, { outcome: "DONE" }>;

type Line = ReturnType<typeof createLine>;

/** Environments in the order of their turns. */
function createLine() {
  const line = new Set<string>();
  const taken = new Set<string>();
  /** Those that joined again after they were taken. */
  const joinedSince = new Set<string>();
  const leave = (environmentId: string) => {
    if (!joinedSince.has(environmentId)) line.delete(environmentId);
  };
  return {
    length: () => line.size,
    join: (environmentId: string) => {
      line.add(environmentId);
      joinedSince.add(environmentId);
    },
    /** The first one that nobody serves right now. */
    takeFirst: (): string | undefined => {
      for (const environmentId of line) {
        if (taken.has(environmentId)) continue;
        taken.add(environmentId);
        joinedSince.delete(environmentId);
        return environmentId;
      }
      return undefined;
    },
    giveBack: (environmentId: string) => taken.delete(environmentId),
    /** What it got was its turn; when it got nothing because nothing was left, it is still the first. */
    moveOn: (environmentId: string, { admitted, expired = 0, areWorkersFull }: Turn) => {
      if (admitted > 0 || expired > 0) {
        line.delete(environmentId);
        line.add(environmentId);
      } else if (!areWorkersFull) leave(environmentId);
    },
    leave,
    /** Whoever asked for it. True: somebody asked after it was taken. */
    drop: (environmentId: string): boolean => {
      line.delete(environmentId);
      return joinedSince.delete(environmentId);
    },
  };
}

/**
 * Environments that were found closed: with a steady stream of triggers, the look for each bell would cost more than
 * the triggers. A bell meanwhile may be that of their opening, and is answered at the end of the pause.
 */
function createClosed(ring: (environmentId: string) => void) {
  const all = new Map<string, { hasRung: boolean; timer: NodeJS.Timeout }>();
  return {
    close: (environmentId: string, hasRung: boolean) => {
      const timer = setTimeout(() => {
        const was = all.get(environmentId);
        all.delete(environmentId);
        if (was?.hasRung) ring(environmentId);
      }, CLOSED_MS);
      all.set(environmentId, { hasRung, timer });
    },
    /** True: it is closed, and this ring is kept for later. */
    hears: (environmentId: string): boolean => {
      const one = all.get(environmentId);
      if (one) one.hasRung = true;
      return one !== undefined;
    },
    clear: () => {
      for (const { timer } of all.values()) clearTimeout(timer);
      all.clear();
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
