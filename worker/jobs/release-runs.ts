import type { ServiceContext } from "#worker/services/context.ts";
import { RELEASED_AT_ONCE } from "#worker/services/queues/sql.ts";

/**
 * What a moment does to runs that wait, until nothing of that moment is left: `release` moves a batch and says how
 * many they were. A batch a second would let a hundred thousand that are due together wait for minutes.
 */
export async function releaseRuns(
  ctx: ServiceContext,
  release: (ctx: ServiceContext) => Promise<number>,
  { isStopped }: { isStopped: () => boolean },
): Promise<void> {
  while (!isStopped() && (await release(ctx)) >= RELEASED_AT_ONCE);
}
