import { type AdmissionPlan, planAdmission } from "#worker/domain/admission.ts";
import type { ServiceContext } from "../context.ts";
import { expireRuns } from "./expire-runs.ts";
import { type AdmissionReading, readAdmission } from "./read-admission.ts";
import { type TakenRuns, takeRuns } from "./sql.ts";

export type Admission =
  /** Another process admits for this environment; what it does not see, the caller must look for again. */
  | { outcome: "BUSY" }
  | {
      outcome: "DONE";
      admitted: number;
      /** Runs that stood before others and had outlived their time: their places are to be given again. */
      expired?: number;
      /** The workers have no place left: what waits is asked for again when one is free. */
      areWorkersFull: boolean;
      /** A rate limit is exhausted and opens then. */
      lookAgainAt?: Date;
    };

/** At most this many runs a transaction, so that a large backlog does not make one long. */
const BATCH = 500;

/**
 * Moves runs into the free slots of an environment, as far as the workers have places, one job each.
 * The caller repeats it until nothing moves; `sharers` environments that wait for places share them. Reading takes no lock; the count of turns makes sure that nobody admitted in between.
 */
export async function admitRuns(
  ctx: ServiceContext,
  environmentId: string,
  { sharers = 1 }: { sharers?: number } = {},
): Promise<Admission> {
  const now = ctx.clock();
  const reading = await readAdmission(ctx.db.enginePool, {
    environmentId,
    now,
    batch: BATCH,
    sharers,
  });
  if (!reading) return { outcome: "DONE", admitted: 0, areWorkersFull: false };
  const plan = planAdmission(reading);
  const taken =
    plan.grants.length > 0 ? await write(ctx, { environmentId, now, reading, plan }) : NOTHING;
  if (!taken) return { outcome: "BUSY" };
  const { moved, over } = taken;
  const expired = over.length > 0 ? await expireRuns(ctx, over) : 0;
  for (const run of moved) ctx.signals.runChanged(environmentId, run.id);
  return {
    outcome: "DONE",
    admitted: moved.length,
    ...(expired > 0 && { expired }),
    areWorkersFull: reading.freePlaces !== null && reading.freePlaces <= moved.length,
    ...(reading.opensAt && { lookAgainAt: reading.opensAt }),
  };
}

interface Decision {
  environmentId: string;
  now: Date;
  reading: AdmissionReading;
  plan: AdmissionPlan;
}

const NOTHING: TakenRuns = { moved: [], over: [] };

function write(ctx: ServiceContext, decision: Decision): Promise<TakenRuns | null> {
  const { environmentId, now, reading, plan } = decision;
  // Without waiting for the disk: a crash that takes this back takes the jobs back too, and the start
  // of an attempt, which is waited for, comes after it in the log.
  return takeRuns(ctx.db.relaxedPool, {
    environmentId,
    now,
    turn: reading.turn,
    freeRoom: reading.freeRoom,
    grants: plan.grants,
    lastQueue: plan.lastQueue ?? "",
    cursors: movedCursors(reading, plan),
  });
}

/** A queue without keys stays where it is: nothing to write. */
function movedCursors({ lanes }: AdmissionReading, { lastKeys }: AdmissionPlan) {
  const cursors = new Map(lanes.map((lane) => [lane.queue, lane.cursor]));
  return [...lastKeys].filter(([queue, key]) => cursors.get(queue) !== key);
}
