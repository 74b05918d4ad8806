import type { ServiceContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { foldSlice, tryFoldLock } from "./sql.ts";

/**
 * Adds what happened since the last time (`run_tally`, which every change of a run's status writes) to the sums that
 * pages read: runs a minute and an hour, runs by version, groups of errors. Returns how many tallies it took;
 * none while another worker is at it.
 */
export async function foldTallies(ctx: ServiceContext): Promise<number> {
  let total = 0;
  for (let isMore = true; isMore; ) {
    const slice = await inTransaction(ctx.db.relaxedPool, async (client) =>
      (await tryFoldLock(client)) ? foldSlice(client) : { taken: 0, isMore: false },
    );
    total += slice.taken;
    isMore = slice.isMore;
  }
  return total;
}
