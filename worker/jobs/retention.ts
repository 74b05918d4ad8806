import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#worker/services/context.ts";
import { removeDeployments } from "#worker/services/retention/remove-deployments.ts";
import { removeLeftovers } from "#worker/services/retention/remove-leftovers.ts";
import { removeRollups } from "#worker/services/retention/remove-rollups.ts";
import { removeRuns } from "#worker/services/retention/remove-runs.ts";
import { removeSchedules } from "#worker/services/retention/remove-schedules.ts";

const DAY_MS = 86_400_000;
/** Between two slices, so that removing a backlog stays in the background. */
const PAUSE_MS = 100;

/** Removes what ended more than this many days ago. Several workers may do it at once. */
export async function enforceRetention(
  ctx: ServiceContext,
  { days, isStopped }: { days: number; isStopped: () => boolean },
): Promise<void> {
  const endedBefore = new Date(ctx.clock().getTime() - days * DAY_MS);
  const environments = await ctx.db.prisma.environment.findMany({ select: { id: true } });
  for (const { id: environmentId } of environments) {
    let after: string | undefined;
    do {
      if (isStopped()) return;
      ({ next: after } = await removeRuns(ctx, { environmentId, endedBefore, after }));
      if (after) await sleep(PAUSE_MS);
    } while (after);
  }
  if (isStopped()) return;
  await removeRollups(ctx, { endedBefore });
  await removeLeftovers(ctx, { madeBefore: endedBefore });
  await removeSchedules(ctx, { goneBefore: endedBefore });
  await removeDeployments(ctx, { followedBefore: endedBefore });
}
