import type { Batch } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { BatchCounts } from "./sql.ts";

export function presentBatch(batch: Batch, counts: BatchCounts): BatchView {
  const { runs, refused, reused, unfinishedReused } = counts;
  return {
    id: friendlyId("batch", batch.id),
    status: statusOf(batch.sealedAt, counts),
    createdAt: batch.createdAt.toISOString(),
    ...(batch.sealedAt && { sealedAt: batch.sealedAt.toISOString() }),
    itemCount: batch.runCount,
    runs,
    refusedCount: refused,
    reusedCount: reused + unfinishedReused,
    ...(batch.idempotencyKey !== null && { idempotencyKey: batch.idempotencyKey }),
  };
}

/** The same rule as `get.ts`, from counts instead of items. */
function statusOf(
  sealedAt: Date | null,
  { runs, refused, reused, unfinishedReused }: BatchCounts,
): BatchView["status"] {
  if (!sealedAt) return "PENDING";
  const ended = (isWanted: boolean) =>
    entriesOf(runs).reduce((sum, [status, n]) => sum + (isFinal(status) === isWanted ? n : 0), 0);
  const [open, over] = [ended(false) + unfinishedReused, ended(true) + reused];
  if (open + over === 0) return "ABORTED";
  if (open > 0) return "PROCESSING";
  return refused > 0 ? "PARTIAL_FAILED" : "COMPLETED";
}

/** The keys of the counts are what the column of the status holds. */
function entriesOf(runs: BatchCounts["runs"]): [RunStatus, number][] {
  return Object.entries(runs) as [RunStatus, number][];
}
