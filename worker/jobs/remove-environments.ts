import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceContext } from "#worker/services/context.ts";
import { removeRest } from "#worker/services/removals/remove-rest.ts";
import { removeSlice } from "#worker/services/removals/remove-slice.ts";
import { findRemovedEnvironments } from "#worker/services/removals/sql.ts";

/** Between two slices, so that removing stays in the background. */
const PAUSE_MS = 20;

/**
 * Removes what is left of deleted environments: one pass over the runs of each, and the rest of it once no
 * run is left. Runs that a process may still write about wait for a later pass. Several workers may do it at once.
 */
export async function removeEnvironments(
  ctx: ServiceContext,
  { isStopped }: { isStopped: () => boolean },
): Promise<void> {
  for (const environmentId of await findRemovedEnvironments(ctx)) {
    let after: string | null = null;
    let isFirst = true;
    while (!isStopped()) {
      const slice: Awaited<ReturnType<typeof removeSlice>> = await removeSlice(ctx, {
        environmentId,
        after,
      });
      if (!slice) break;
      after = slice.lastId;
      isFirst = false;
      await sleep(PAUSE_MS);
    }
    // A pass that found nothing at all, not one that has just removed the last.
    if (isFirst && !isStopped()) await removeRest(ctx, { environmentId, isStopped });
  }
}
