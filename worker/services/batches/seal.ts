import type { EnvironmentContext } from "../context.ts";
import { findOpenBatch } from "./add-items.ts";
import { countItems, sealBatch } from "./sql.ts";

export interface Sealing {
  sealed: boolean;
  /** Set while items are missing. */
  enqueuedCount?: number;
  expectedCount?: number;
}

/** Closes a batch that has all its items. A client whose batch is not sealed sends the items again. */
export async function sealIfComplete(ctx: EnvironmentContext, batchId: string): Promise<Sealing> {
  const batch = await findOpenBatch(ctx, batchId);
  if (!batch) return { sealed: true };
  const enqueuedCount = await countItems(ctx.db.pool, batch.id);
  if (enqueuedCount < batch.runCount) {
    return { sealed: false, enqueuedCount, expectedCount: batch.runCount };
  }
  const isSealed = await sealBatch(ctx.db.pool, batch.id, ctx.clock());
  // Somebody was faster: they sealed it, or gave it up, which is told like any time.
  if (!isSealed) await findOpenBatch(ctx, batchId);
  return { sealed: true };
}
