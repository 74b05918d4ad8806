import { planAdmission } from "#worker/domain/admission.ts";
import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";
import {
  addExecuteJobs,
  countSlots,
  readLanes,
  readLimits,
  takeHeads,
  tryLockAdmission,
} from "./sql.ts";

export type Admission =
  /** Another process is admitting for this environment; what it does not see, the caller must look for again. */
  { outcome: "BUSY" } | { outcome: "DONE"; admitted: number };

/** At most this many runs a transaction, so that a large backlog does not hold the lock for long. */
const BATCH = 500;

/** Moves runs into the free slots of an environment, one job each. The caller repeats it until nothing moves. */
export async function admitRuns(ctx: ServiceContext, environmentId: string): Promise<Admission> {
  const now = ctx.clock();
  const admitted = await inTransaction(ctx.db.pool, async (client) => {
    if (!(await tryLockAdmission(client, environmentId))) return null;
    const limits = await readLimits(client, environmentId);
    if (!limits || limits.isPaused) return [];
    const inUse = await countSlots(client, environmentId);
    const used = [...inUse.values()].reduce((sum, count) => sum + count, 0);
    const freeSlots = Math.min(BATCH, limits.concurrencyLimit - used);
    if (freeSlots <= 0) return [];
    const lanes = await readLanes(client, environmentId, now);
    const grants = planAdmission({ freeSlots, lanes, limits: limits.queues, inUse });
    if (grants.length === 0) return [];
    const ids = await takeHeads(client, environmentId, grants, now);
    const moved = await transitionRuns(
      client,
      ids.map((runId) => ({ runId, to: "DEQUEUED", at: now })),
    );
    await addExecuteJobs(
      client,
      moved.map((run) => run.id),
    );
    return moved;
  });
  if (!admitted) return { outcome: "BUSY" };
  for (const run of admitted) ctx.signals.runChanged(environmentId, run.id);
  return { outcome: "DONE", admitted: admitted.length };
}
