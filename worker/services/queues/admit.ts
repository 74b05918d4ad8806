import { type AdmissionPlan, planAdmission } from "#worker/domain/admission.ts";
import { knownTasks } from "../attempts/known-tasks.ts";
import { planStarted } from "../attempts/start.ts";
import type { StartedAttempt } from "../attempts/started-attempt.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { isItsOwnFault } from "../serve-apart.ts";
import { expireRuns } from "./expire-runs.ts";
import { type AdmissionReading, readAdmission } from "./read-admission.ts";
import { type AdmissionWrite, type TakenRuns, takeRuns } from "./sql.ts";

export type Admission =
  /** Another process admits for this environment; what it does not see, the caller must look for again. */
  | { outcome: "BUSY" }
  /** It is paused, or does not exist: nothing starts until that changes. */
  | { outcome: "CLOSED" }
  | {
      outcome: "DONE";
      admitted: number;
      /** Runs that stood before others and had outlived their time: their places are to be given again. */
      expired?: number;
      /** The workers have no place left: what waits is asked for again when one is free. */
      areWorkersFull: boolean;
      /** A rate limit is exhausted and opens then. */
      lookAgainAt?: Date;
      /** Places were kept for it that it did not need: others may have been told meanwhile that there are none. */
      hasReturnedPlaces?: boolean;
    };

/** The worker that admits, which has places of its own. */
export interface Host {
  workerId: string;
  /** Its places, and the runs with it that hold slots. Undefined while it takes no runs. */
  look: () => { free: number; held: number } | undefined;
  /** Keeps up to so many of the free places. */
  keep: (count: number) => KeptPlaces;
}

export interface KeptPlaces {
  count: number;
  /** Is called once: what has been started takes the places, the rest of them are free again. */
  use: (started: StartedAttempt[]) => void;
}

interface AdmitOptions {
  /** Environments that wait for places, and share them. */
  sharers?: number;
  /** Left out: every run gets a job, which whoever has a place takes. */
  host?: Host;
}

/** At most this many runs a transaction, so that a large backlog does not make one long. */
const BATCH = 500;

/**
 * Moves runs into the free slots of an environment, as far as the workers have places: into those of the host at
 * once, else with one job each. The caller repeats it until nothing moves. Reading takes no lock; the count of turns
 * makes sure that nobody admitted in between.
 */
export async function admitRuns(
  ctx: ServiceContext,
  environmentId: string,
  { sharers = 1, host }: AdmitOptions = {},
): Promise<Admission> {
  const now = ctx.clock();
  const places = host?.look();
  const reading = await readAdmission(ctx.db.enginePool, {
    ...{ environmentId, now, batch: BATCH, sharers },
    here: host && places && { workerId: host.workerId, ...places },
  });
  if (!reading) return { outcome: "CLOSED" };
  const plan = planAdmission(reading);
  const decision = { environmentId, now, reading, plan };
  const taken = plan.grants.length > 0 ? await write(ctx, decision, host) : NOTHING;
  if (!taken) return { outcome: "BUSY" };
  const { moved, over, hasReturnedPlaces } = taken;
  const expired = over.length > 0 ? await expireRuns(ctx, over) : 0;
  for (const runId of moved) ctx.signals.runChanged(environmentId, runId);
  return {
    outcome: "DONE",
    admitted: moved.length,
    ...(expired > 0 && { expired }),
    areWorkersFull: reading.freePlaces !== null && reading.freePlaces <= moved.length,
    ...(reading.opensAt && { lookAgainAt: reading.opensAt }),
    ...(hasReturnedPlaces && { hasReturnedPlaces }),
  };
}

interface Decision {
  environmentId: string;
  now: Date;
  reading: AdmissionReading;
  plan: AdmissionPlan;
}

type Written = TakenRuns & { hasReturnedPlaces?: boolean };

const NOTHING: Written = { moved: [], over: [], started: [] };

async function write(
  ctx: ServiceContext,
  decision: Decision,
  host: Host | undefined,
): Promise<Written | null> {
  const tasks = knownTasks(ctx).list();
  const admission = toWrite(decision);
  const granted = admission.grants.reduce((sum, { count }) => sum + count, 0);
  const kept = tasks.length > 0 ? host?.keep(granted) : undefined;
  let started: StartedAttempt[] = [];
  try {
    if (!host || !kept || kept.count === 0) return await takeWithJobs(ctx, admission);
    const attemptIds = Array.from({ length: kept.count }, newId);
    const starts = { workerId: host.workerId, attemptIds, tasks };
    const taken = await takeAndStart(ctx, { ...admission, starts });
    started = taken ? await planStarted(ctx, taken.started, decision.now) : [];
    return taken && { ...taken, hasReturnedPlaces: started.length < kept.count };
  } finally {
    kept?.use(started);
  }
}

function toWrite({ environmentId, now, reading, plan }: Decision): AdmissionWrite {
  return {
    environmentId,
    now,
    turn: reading.turn,
    freeRoom: reading.freeRoom,
    grants: plan.grants,
    lastQueue: plan.lastQueue ?? "",
    cursors: movedCursors(reading, plan),
  };
}

/**
 * Without waiting for the disk: a crash that takes this back takes the jobs back too, and the start
 * of an attempt, which is waited for, comes after it in the log.
 */
function takeWithJobs(ctx: ServiceContext, admission: AdmissionWrite): Promise<TakenRuns | null> {
  return takeRuns(ctx.db.relaxedPool, admission);
}

/** One whose start the database refuses would keep all others of its environment back: with jobs they start apart. */
async function takeAndStart(
  ctx: ServiceContext,
  admission: AdmissionWrite,
): Promise<TakenRuns | null> {
  try {
    return await takeRuns(ctx.db.enginePool, admission);
  } catch (error) {
    if (!isItsOwnFault(error)) throw error;
    return takeWithJobs(ctx, { ...admission, starts: undefined });
  }
}

/** A queue without keys stays where it is: nothing to write. */
function movedCursors({ lanes }: AdmissionReading, { lastKeys }: AdmissionPlan) {
  const cursors = new Map(lanes.map((lane) => [lane.queue, lane.cursor]));
  return [...lastKeys].filter(([queue, key]) => cursors.get(queue) !== key);
}
