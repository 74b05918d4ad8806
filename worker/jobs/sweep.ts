import { findLostAttempts } from "../services/attempts/find-lost.ts";
import { handBackStrays } from "../services/attempts/hand-back-strays.ts";
import type { ServiceContext } from "../services/context.ts";
import { releaseLateRuns } from "../services/deployments/release-parked-runs.ts";
import { requeueStrandedRuns } from "../services/queues/requeue-stranded-runs.ts";
import { findWaitingEnvironments } from "../services/queues/sql.ts";
import { findCanceled } from "../services/runs/find-canceled.ts";
import { timeOutWaitpoints } from "../services/waitpoints/time-out.ts";
import { findAdmitted } from "../services/waits/resume.ts";
import { findDueWaits } from "../services/waits/wake.ts";
import { returnStrayJobs } from "../services/workers/return-jobs.ts";
import type { AdmissionLoop } from "./admission-loop.ts";
import type { Executor } from "./executor.ts";
import type { WakeLoop } from "./wake-loop.ts";

export interface SweptWorker {
  workerId: string;
  admission: AdmissionLoop;
  executor: Executor;
  wakes: WakeLoop;
}

/**
 * What a lost notification or a moment in time leaves to be found. One step that fails does not keep the
 * others from being taken; what went wrong is thrown afterwards, once each.
 */
export async function sweep(ctx: ServiceContext, worker: SweptWorker): Promise<void> {
  const errors = new Map<string, unknown>();
  for (const step of steps(ctx, worker)) {
    try {
      await step();
    } catch (error) {
      errors.set(error instanceof Error ? error.message : String(error), error);
    }
  }
  if (errors.size === 0) return;
  throw new AggregateError(errors.values(), `The sweep failed: ${[...errors.keys()].join("; ")}`);
}

function steps(
  ctx: ServiceContext,
  { workerId, admission, executor, wakes }: SweptWorker,
): (() => Promise<unknown>)[] {
  return [
    () => timeOutWaitpoints(ctx),
    async () => {
      await findDueWaits(ctx);
      wakes.ring();
    },
    async () => executor.resume(await findAdmitted(ctx, executor.suspendedRunIds())),
    () => releaseLateRuns(ctx),
    async () => {
      for (const id of await findWaitingEnvironments(ctx.db.pool)) admission.ring(id);
    },
    async () => executor.cancel(await findCanceled(ctx, executor.executingRunIds())),
    async () => executor.abandon(await findLostAttempts(ctx, executor.executingAttemptIds())),
    () => returnStrayJobs(ctx, { workerId, heldRunIds: executor.heldRunIds() }),
    () => handBackStrays(ctx, { workerId, executingIds: executor.executingAttemptIds() }),
    () => requeueStrandedRuns(ctx),
  ];
}
