import { SEAL_MINUTES } from "#worker/domain/batch-status.ts";
import type { ServiceContext } from "../context.ts";
import { ABORT_UNSEALED } from "./sql.ts";

/**
 * Gives up batches whose items did not all come in time: whoever sent them is gone. The runs that they have stay
 * runs like any other, and a run that waits for such a batch is told. One that has all its items, and was left
 * before it was sealed, is sealed instead. Returns how many there were.
 */
export async function abortUnsealedBatches(ctx: ServiceContext): Promise<number> {
  const at = ctx.clock();
  const { rows } = await ctx.db.pool.query<{ count: number }>({
    name: "abort-unsealed-batches",
    text: ABORT_UNSEALED,
    values: [at, new Date(at.getTime() - SEAL_MINUTES * 60_000)],
  });
  return rows[0]?.count ?? 0;
}
